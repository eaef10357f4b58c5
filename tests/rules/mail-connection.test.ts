import { Duplex } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type MailAddress, mailAddress } from "#emails/mime/mail-address.ts";
import type { Attempt } from "#emails/queue/attempt.ts";
import { connectionOver } from "#emails/queue/connection.ts";
import { takeReplies } from "#emails/queue/replies.ts";

const address = (typed: string) => mailAddress(typed) as MailAddress;
const envelope = { from: address("post@campaign.example"), to: address("sam@example.org") };
const message = "Subject: 16\r\n\r\n.one\r\n..two\r\nthree.\r\n";
const MAIL = "MAIL FROM:<post@campaign.example>\r\n";
const RCPT = "RCPT TO:<sam@example.org>\r\n";
const DATA = "DATA\r\n";
const BODY = "Subject: 16\r\n\r\n..one\r\n...two\r\nthree.\r\n.\r\n";
const ACCEPTED = "250 2.1.0 ok\r\n250 2.1.5 ok\r\n354 go on\r\n";
const TAKEN = "250 2.0.0 queued as Q1\r\n";

type Answer = readonly string[] | null;

/** A relay that answers each write of ours with the next of its answers, in pieces; null ends the session. */
function relay(answers: Answer[], extensions: readonly string[] = ["PIPELINING"], envelopeMs = 10_000) {
	const heard: string[] = [];
	const socket = new Duplex({
		read() {},
		write(chunk, _, done) {
			heard.push(String(chunk));
			const answer = answers.shift();
			if (answer === null) socket.push(null);
			else for (const piece of answer ?? []) socket.push(piece);
			done();
		},
	});
	const offers = (extension: string) => extensions.includes(extension);
	const connection = connectionOver({ socket, offers, close: () => socket.destroy() }, envelopeMs);
	return { connection, heard, socket };
}

test("an envelope is one write where the relay allows, else a write a command; the body is one, its dots doubled", async () => {
	const quick = relay([[ACCEPTED], [TAKEN]]);
	const taken: Attempt = { kind: "answered", to: "body", reply: TAKEN.trim() };
	expect(await quick.connection.send(envelope, message)).toEqual(taken);
	expect(quick.heard).toEqual([MAIL + RCPT + DATA, BODY]);
	const plain = relay([["250 ok\r\n"], ["250 ok\r\n"], ["354 go on\r\n"], [TAKEN]], []);
	expect(await plain.connection.send(envelope, message)).toEqual(taken);
	expect(plain.heard).toEqual([MAIL, RCPT, DATA, BODY]);
	expect([quick.connection.usable(), plain.connection.usable()]).toEqual([true, true]);
});

test("replies are the same however they are cut", async () => {
	const lines = "250-2.1.0 a\r\n250-b\r\n250 c\r\n250 2.1.5 ok\r\n354\r\n";
	expect(takeReplies(`${lines}25`)).toEqual({
		replies: ["250-2.1.0 a\r\n250-b\r\n250 c", "250 2.1.5 ok", "354"],
		rest: "25",
	});
	await fc.assert(
		fc.asyncProperty(fc.array(fc.nat(lines.length)), async (cuts) => {
			const ends = [...cuts, lines.length].sort((a, b) => a - b);
			const pieces = ends.map((end, i) => lines.slice(ends[i - 1] ?? 0, end)).filter((piece) => piece !== "");
			const { connection } = relay([pieces, [TAKEN]]);
			expect(await connection.send(envelope, message)).toMatchObject({ to: "body", reply: TAKEN.trim() });
		}),
	);
});

const refused = (to: "mail" | "rcpt" | "data" | "body", reply: string): Attempt => ({ kind: "answered", to, reply });

test.each<[string, Answer, Attempt, string[], boolean]>([
	["the sender", ["550 a\r\n503 b\r\n503 c\r\n"], refused("mail", "550 a"), ["RSET\r\n"], true],
	["the recipient", ["250 a\r\n550 b\r\n554 c\r\n"], refused("rcpt", "550 b"), ["RSET\r\n"], true],
	["the recipient, though it asks for the body", ["250 a\r\n550 b\r\n354 c\r\n"], refused("rcpt", "550 b"), [], false],
	["DATA", ["250 a\r\n250 b\r\n452 c\r\n"], refused("data", "452 c"), ["RSET\r\n"], true],
	["all, and goes", ["421 a\r\n421 b\r\n421 c\r\n"], refused("mail", "421 a"), [], false],
	["with what is no reply", ["250 a\r\nhello\r\n354 c\r\n"], refused("rcpt", "hello"), [], false],
])("a relay that refuses %s gets no body", async (_, answer, attempt, said, usable) => {
	const { connection, heard } = relay([answer, ["250 reset\r\n"]]);
	expect(await connection.send(envelope, message)).toEqual(attempt);
	expect(heard).toEqual([MAIL + RCPT + DATA, ...said]);
	expect(connection.usable()).toBe(usable);
});

test("a relay that refuses one command at a time is not asked the next", async () => {
	const { connection, heard } = relay([["250 ok\r\n"], ["550 5.1.1 no\r\n"], ["250 reset\r\n"]], []);
	expect(await connection.send(envelope, message)).toEqual(refused("rcpt", "550 5.1.1 no"));
	expect(heard).toEqual([MAIL, RCPT, "RSET\r\n"]);
});

test.each<[string, Answer[], boolean]>([
	["before it answers", [null], false],
	["before it asks for the body", [["250 a\r\n250 b\r\n35"], null], false],
	["after it asked for the body", [[ACCEPTED], null], true],
])("a session that ends %s: in doubt only when it may have the body", async (_, answers, inDoubt) => {
	const { connection, socket } = relay(answers);
	const attempt = connection.send(envelope, message);
	if (!inDoubt) socket.push(null);
	expect(await attempt).toEqual({ kind: "lost", inDoubt });
	expect(connection.usable()).toBe(false);
});

test("a body that is asked for too late does not go", async () => {
	const { connection, heard } = relay([[ACCEPTED]], ["PIPELINING"], -1);
	expect(await connection.send(envelope, message)).toEqual({ kind: "lost", inDoubt: false });
	expect(heard).toEqual([MAIL + RCPT + DATA]);
});

test("an address beyond ASCII goes only to a relay that takes it", async () => {
	const foreign = { ...envelope, to: address("айгүл@example.org") };
	const taking = relay([[ACCEPTED], [TAKEN]], ["PIPELINING", "SMTPUTF8"]);
	expect(await taking.connection.send(foreign, message)).toMatchObject({ to: "body" });
	expect(taking.heard[0]).toBe("MAIL FROM:<post@campaign.example> SMTPUTF8\r\nRCPT TO:<айгүл@example.org>\r\nDATA\r\n");
	const other = relay([]);
	expect(await other.connection.send(foreign, message)).toEqual({ kind: "unmailable" });
	expect([other.heard, other.connection.usable()]).toEqual([[], true]);
});

test.each(["421 4.4.2 idle for too long\r\n", "x".repeat(70_000)])(
	"what nobody asked for ends the session",
	async (said) => {
		const { connection, socket } = relay([]);
		socket.push(said);
		await new Promise((resolve) => socket.once("close", resolve));
		expect(connection.usable()).toBe(false);
	},
);

test("a relay that never ends its reply is not listened to any longer", async () => {
	const { connection, socket } = relay([Array.from({ length: 300 }, () => `250-${"x".repeat(250)}\r\n`)]);
	expect(await connection.send(envelope, message)).toEqual({ kind: "lost", inDoubt: false });
	expect([connection.usable(), socket.listenerCount("data")]).toEqual([false, 0]);
});
