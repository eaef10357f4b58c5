import { expect, test } from "vitest";
import { readMailbox } from "#emails/inbound/imap-mailbox.ts";
import { LONGEST_MAIL } from "#emails/inbound/returned-mail.ts";
import { startImapServer } from "#tests/support/imap-server.ts";
import { returnedSource } from "#tests/support/returned.ts";

const mails = [returnedSource("postfix-unknown"), returnedSource("person"), Buffer.alloc(2 * LONGEST_MAIL, "a\r\n")];

test("a mailbox is read oldest first, and a mail marked as read once it has been taken", async () => {
	const server = await startImapServer(mails);
	const url = `imap://reader:secret@127.0.0.1:${server.port}`;
	const taken: number[] = [];
	await readMailbox(url, async (source) => {
		taken.push(source.length);
		// Not before.
		expect(server.flags[taken.length - 1]?.has("\\Seen")).toBe(false);
		return taken.length === 1;
	});
	expect(taken).toEqual([mails[0]?.length, mails[1]?.length, LONGEST_MAIL + 1]);
	expect(server.flags.map((flags) => [...flags].sort())).toEqual([
		["\\Seen"],
		["\\Flagged", "\\Seen"],
		["\\Flagged", "\\Seen"],
	]);
	await readMailbox(url, () => Promise.reject(new Error("nothing is unread any more")));
	await server.stop();
});

test("a mail that could not be taken is read again the next time, and so are those after it", async () => {
	const server = await startImapServer(mails.slice(0, 2));
	const url = `imap://reader:secret@127.0.0.1:${server.port}`;
	let away = true;
	const take = async () => {
		if (away) throw Object.assign(new Error("Postgres is away"), { code: "ECONNREFUSED" });
		return true;
	};
	for (let i = 0; i < 3; i++) await expect(readMailbox(url, take)).rejects.toThrow("Postgres is away");
	expect(server.flags.map(({ size }) => size)).toEqual([0, 0]);
	away = false;
	await readMailbox(url, take);
	expect(server.flags.map(({ size }) => size)).toEqual([1, 1]);
	await server.stop();
});

test("a mail that cannot be taken twice is set aside for a person, and those after it are taken", async () => {
	const server = await startImapServer(mails.slice(0, 2));
	const url = `imap://reader:secret@127.0.0.1:${server.port}`;
	let tries = 0;
	const take = async (source: Buffer) => {
		if (source.length !== mails[0]?.length) return true;
		tries++;
		throw new Error("nobody can take it");
	};
	for (let i = 0; i < 2; i++) await expect(readMailbox(url, take)).rejects.toThrow("nobody can take it");
	await readMailbox(url, take);
	expect(tries).toBe(2);
	expect(server.flags.map((flags) => [...flags].sort())).toEqual([["\\Flagged", "\\Seen"], ["\\Seen"]]);
	await server.stop();
});

test("a mail that ended a process is tried once more, and counts as read before that", async () => {
	const server = await startImapServer(mails.slice(0, 1));
	// As a process that died over it leaves it.
	server.flags[0]?.add("\\Flagged");
	const url = `imap://reader:secret@127.0.0.1:${server.port}`;
	await readMailbox(url, async () => {
		expect(server.flags[0]?.has("\\Seen")).toBe(true);
		return true;
	});
	expect([...(server.flags[0] ?? [])]).toEqual(["\\Seen"]);
	await server.stop();
});
