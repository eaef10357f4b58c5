import type { Log } from "#app/log.ts";
import { repeat } from "#app/repeat.ts";
import { networkOf } from "#app/web/network.ts";
import { readMailbox } from "#emails/inbound/imap-mailbox.ts";
import { startBounceListener } from "#emails/inbound/smtp-listener.ts";
import { expects, type TakenMail, type TakingMail, takeMail } from "./take-mail.server.ts";

/** Which ways in there are. */
export interface WaysBack {
	BOUNCE_HOST?: string;
	/** Where a listener of ours takes mail for BOUNCE_HOST, `host:port`. */
	BOUNCE_LISTEN?: { host: string; port: number };
	/** A mailbox to read. */
	INBOUND_URL?: string;
}

const useless: ReadonlySet<TakenMail> = new Set(["nothing", "nobodys"]);
/** Milliseconds between two looks into the mailbox. */
const EVERY = 60_000;

/**
 * Takes what comes back, by a listener and out of a mailbox, as far as the settings say; any number of processes may.
 * @throws when the listener's port cannot be had
 */
export async function startReturning(
	knowing: Omit<TakingMail, "bounceHost">,
	{ BOUNCE_HOST, BOUNCE_LISTEN, INBOUND_URL }: WaysBack,
	log: { info: Log; warn: Log },
	every = EVERY,
): Promise<{ port?: number; stop(): Promise<void> }> {
	const taking: TakingMail = { ...knowing, bounceHost: BOUNCE_HOST };
	const take = async (source: Buffer, recipients?: string[]): Promise<TakenMail> => {
		const taken = await takeMail(taking, source, recipients);
		log.info("mail came back", { taken });
		return taken;
	};
	const listener =
		BOUNCE_HOST && BOUNCE_LISTEN
			? await startBounceListener({
					...BOUNCE_LISTEN,
					name: BOUNCE_HOST,
					expects: (address) => expects(taking.keys, BOUNCE_HOST, address),
					peerOf,
					take,
				})
			: undefined;
	const mailbox = INBOUND_URL
		? repeat(log, {
				every,
				round: (signal) => readMailbox(INBOUND_URL, async (source) => !useless.has(await take(source)), signal),
				says: { failing: "the mailbox of what comes back cannot be read", again: "the mailbox is read again" },
			})
		: undefined;
	return {
		port: listener?.port,
		async stop() {
			await Promise.all([listener?.stop(), mailbox?.stop()]);
		},
	};
}

/** Whoever has one IPv6 address has as many as they like: their network counts. */
function peerOf(address: string): string {
	if (!address.includes(":")) return address;
	return networkOf({ remoteAddress: address, forwardedFor: undefined, onion: false }, 0) ?? address;
}
