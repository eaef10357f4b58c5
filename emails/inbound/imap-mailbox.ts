import { ImapFlow } from "imapflow";
import { isAway } from "#db/away.ts";
import { LONGEST_MAIL } from "./returned-mail.ts";

/** Mails of one round: the rest is for the next. */
const AT_ONCE = 200;

/**
 * Reads what is unread in the INBOX of a mailbox of its own (RFC 3501), oldest first. A mail is marked as read once it has
 * been taken: what fails stays for the next round. What was nothing of ours is flagged too, for a person, and so is what
 * could not be taken twice, whether it failed or ended the process: nobody meets it for ever. Postgres being away counts
 * for none of them.
 * @param url `imap[s]://user:password@host[:port]`
 * @param take gives whether it was of use; what it throws ends the round
 * @throws when the mailbox cannot be reached or a mail not be taken; the error may hold the server's words and must not be logged
 */
export async function readMailbox(
	url: string,
	take: (source: Buffer) => Promise<boolean>,
	signal?: AbortSignal,
): Promise<void> {
	const client = new ImapFlow(optionsOf(url));
	// Heard by whoever waits for the command that fails.
	client.on("error", () => undefined);
	await client.connect();
	try {
		const lock = await client.getMailboxLock("INBOX");
		try {
			const unread = (await client.search({ seen: false }, { uid: true })) || [];
			const tried = new Set((await client.search({ seen: false, flagged: true }, { uid: true })) || []);
			for (const uid of unread.slice(0, AT_ONCE)) {
				if (signal?.aborted) break;
				await takeOne(client, uid, { tried: tried.has(uid), take });
			}
		} finally {
			lock.release();
		}
		await client.logout();
	} finally {
		client.close();
	}
}

interface Taking {
	/** Somebody began to take it before, and did not come to the end. */
	tried: boolean;
	take(source: Buffer): Promise<boolean>;
}

/** Flagged before it is looked at, so that a process that it ends has said so; the second time it counts as read, too. */
async function takeOne(client: ImapFlow, uid: number, { tried, take }: Taking): Promise<void> {
	const add = (flags: string[]) => client.messageFlagsAdd(String(uid), flags, { uid: true });
	const remove = (flags: string[]) => client.messageFlagsRemove(String(uid), flags, { uid: true });
	await add(tried ? ["\\Seen", "\\Flagged"] : ["\\Flagged"]);
	try {
		const useful = await take(await sourceOf(client, uid));
		await add(["\\Seen"]);
		if (useful) await remove(["\\Flagged"]);
	} catch (fault) {
		if (isAway(fault)) await remove(tried ? ["\\Seen"] : ["\\Flagged"]);
		throw fault;
	}
}

/** A mail's source as far as it is worth reading, and one byte more where there is more. */
async function sourceOf(client: ImapFlow, uid: number): Promise<Buffer> {
	const mail = await client.fetchOne(String(uid), { source: { start: 0, maxLength: LONGEST_MAIL + 1 } }, { uid: true });
	return mail ? (mail.source ?? Buffer.alloc(0)) : Buffer.alloc(0);
}

function optionsOf(url: string) {
	const { protocol, hostname, port, username, password } = new URL(url);
	const secure = protocol === "imaps:";
	const loopback = ["127.0.0.1", "[::1]", "localhost"].includes(hostname);
	return {
		host: hostname.replace(/^\[|\]$/g, ""),
		port: Number(port) || (secure ? 993 : 143),
		secure,
		// The password never goes in clear over a network.
		doSTARTTLS: secure ? undefined : !loopback,
		auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
		logger: false as const,
		disableAutoIdle: true,
		connectionTimeout: 30_000,
		greetingTimeout: 30_000,
		socketTimeout: 60_000,
	};
}
