import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { expect, test } from "vitest";
import { type MailAddress, mailAddress } from "#emails/mime/mail-address.ts";
import { connectionOver } from "#emails/queue/connection.ts";
import { relayOf } from "#emails/queue/relay.ts";
import { openSession } from "#emails/queue/session.ts";

const envelope = {
	from: mailAddress("post@campaign.example") as MailAddress,
	to: mailAddress("айгүл@example.org") as MailAddress,
};

/** A relay that wants TLS and a login, and tells what it took and how. */
async function startRelay(secure: boolean) {
	const took: { secure: boolean; user: string | undefined; to: string | undefined; message: string }[] = [];
	const server = new SMTPServer({
		secure,
		authOptional: false,
		onAuth: ({ username, password }, _, done) =>
			password === "right" ? done(null, { user: username }) : done(new Error("wrong")),
		onData: async (stream, session, done) => {
			const to = session.envelope.rcptTo[0]?.address;
			took.push({ secure: session.secure, user: session.user, to, message: await text(stream) });
			done();
		},
	});
	// A session that ends in the middle of its login is no fault of the relay.
	server.on("error", () => undefined);
	await once(server.listen(0, "127.0.0.1"), "listening");
	const { port } = server.server.address() as AddressInfo;
	return { took, port, stop: () => new Promise<void>((stopped) => server.close(stopped)) };
}

test.each([
	["smtp", false],
	["smtps", true],
] as const)("mails go one after another through a session under TLS, logged in (%s)", async (scheme, secure) => {
	const relay = await startRelay(secure);
	const at = `127.0.0.1:${relay.port}/?requireTLS=true&tls.rejectUnauthorized=false`;
	const open = (password: string) => openSession(relayOf(`${scheme}://worker:${password}@${at}`, "campaign.example"));
	const session = await open("right");
	const connection = connectionOver(session, 10_000);
	const messages = ["Subject: one\r\n\r\n.\r\n", `Subject: two\r\n\r\n${"x".repeat(70)}\r\n`.repeat(2_000)];
	for (const message of messages)
		expect(await connection.send(envelope, message)).toMatchObject({ kind: "answered", to: "body" });
	expect(relay.took).toEqual(messages.map((message) => ({ secure: true, user: "worker", to: envelope.to, message })));
	connection.close();
	expect(connection.usable()).toBe(false);
	await expect(open("wrong")).rejects.toThrow();
	await relay.stop();
});
