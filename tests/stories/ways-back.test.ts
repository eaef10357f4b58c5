import { createHmac, randomUUID } from "node:crypto";
import { connect } from "node:net";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startReturning } from "#app/mailings/returning/start.server.ts";
import { type TakingWebhooks, takeWebhook } from "#app/mailings/returning/webhook.server.ts";
import { addressKey } from "#emails/address-key.ts";
import { startBounceListener } from "#emails/inbound/smtp-listener.ts";
import { returnPath } from "#emails/mime/list-fields.ts";
import { type SentMail, sentConfirm } from "#tests/support/coming-back.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys, rememberingLog } from "#tests/support/mail.ts";
import { returnedSource } from "#tests/support/returned.ts";

const host = "bounce.campaign.example";
const secret = "s".repeat(40);
const email = "reader@example.net";
let base: TestDatabase;
let taking: TakingWebhooks;
beforeAll(async () => {
	base = await testDatabase();
	taking = {
		db: base.db,
		keys,
		addressKey: await addressKey(base.db, keys),
		settings: { BOUNCE_HOST: host, MAIL_WEBHOOK_SECRET: secret, MAILGUN_SIGNING_KEY: "k".repeat(40) },
		now: () => new Date("2026-12-16T06:00:00Z"),
		log: rememberingLog(),
	};
});
afterAll(() => base.drop());

const codeOf = async ({ id }: SentMail) =>
	(await base.db.selectFrom("email_deliveries").where("id", "=", id).select("enhanced_code").executeTakeFirst())
		?.enhanced_code;

describe("the listener", () => {
	let running: Awaited<ReturnType<typeof startReturning>>;
	const log = rememberingLog();
	beforeEach(async () => {
		running = await startReturning(taking, { BOUNCE_HOST: host, BOUNCE_LISTEN: { host: "127.0.0.1", port: 0 } }, log);
	});
	afterEach(() => running.stop());

	/** Brings a mail as a mail server does. @returns the code of the first refusal, or 250 */
	async function bring(to: string, source: Buffer, port = running.port): Promise<number> {
		const smtp = new SMTPConnection({ host: "127.0.0.1", port, ignoreTLS: true });
		smtp.on("error", () => undefined);
		try {
			await new Promise<void>((resolve, reject) => smtp.connect((error) => (error ? reject(error) : resolve())));
			await new Promise((resolve, reject) =>
				smtp.send({ from: "", to }, source, (error, info) => (error ? reject(error) : resolve(info))),
			);
			return 250;
		} catch (error) {
			return (error as { responseCode?: number }).responseCode ?? 0;
		} finally {
			smtp.close();
		}
	}

	test("takes what comes to the return path of a mail of ours", async () => {
		const mail = await sentConfirm(taking, email);
		const to = returnPath(mail.tokens.verp, host);
		expect(await bring(to, returnedSource("sendmail-unknown", mail.tokens))).toBe(250);
		expect(await codeOf(mail)).toBe("5.1.1");
	});

	test("is deaf to every other address, and passes nothing on", async () => {
		const source = returnedSource("sendmail-unknown");
		for (const to of [`b+${"a".repeat(32)}@${host}`, `post@${host}`, "somebody@example.org"])
			expect(await bring(to, source)).toBe(550);
	});

	test("refuses ten megabytes, announced or not, and lives on", async () => {
		const mail = await sentConfirm(taking, email);
		const to = returnPath(mail.tokens.verp, host);
		const long = Buffer.from(`Subject: x\r\n\r\n${"x".repeat(70)}\r\n`.repeat(120_000));
		expect(long.length).toBeGreaterThan(10 * 1_000_000);
		expect(await bring(to, long)).toBe(552);
		expect(await bring(to, returnedSource("sendmail-unknown", mail.tokens))).toBe(250);
	});

	test("leaves a mail with its sender while it cannot be taken", async () => {
		const away = await startBounceListener({
			host: "127.0.0.1",
			port: 0,
			name: host,
			expects: () => true,
			take: () => Promise.reject(new Error("Postgres is away")),
		});
		expect(await bring(`b+x@${host}`, returnedSource("person"), away.port)).toBe(451);
		await away.stop();
	});

	test("leaves places to others when one peer holds its five, and ends what takes too long", async () => {
		const listener = await startBounceListener({
			host: "127.0.0.1",
			port: 0,
			name: host,
			expects: () => true,
			longest: 1_500,
			take: async () => undefined,
		});
		const greeted = async () => {
			const socket = connect(listener.port, "127.0.0.1").on("error", () => undefined);
			const closed = new Promise((resolve) => socket.on("close", resolve));
			const code = await new Promise<string>((resolve) => socket.on("data", (said) => resolve(`${said}`.slice(0, 3))));
			return { code, closed };
		};
		const held = [];
		for (let i = 0; i < 5; i++) held.push(await greeted());
		expect(held.map(({ code }) => code)).toEqual(Array(5).fill("220"));
		expect((await greeted()).code).toBe("421");
		// None of the five has said a word; each ends by the clock of the listener, and its place is free.
		await Promise.all(held.map(({ closed }) => closed));
		expect(await bring(`b+x@${host}`, returnedSource("person"), listener.port)).toBe(250);
		await listener.stop();
	});

	test("logs what came and of nobody", async () => {
		const mail = await sentConfirm(taking, email);
		await bring(returnPath(mail.tokens.verp, host), returnedSource("sendmail-unknown", mail.tokens));
		expect(log.lines.length).toBeGreaterThan(0);
		expect(log.lines.join("\n")).not.toMatch(/@|[a-z2-8]{32}/);
	});
});

describe("a webhook", () => {
	const now = () => String(Math.floor(taking.now().getTime() / 1_000));
	const post = (sender: string, headers: Record<string, string>, json: unknown, to = taking) =>
		takeWebhook(to, sender, new Headers(headers), Buffer.from(JSON.stringify(json)));
	const signed = (json: unknown, at = now(), key = secret) => {
		const mac = createHmac("sha256", key)
			.update(`m1.${at}.${JSON.stringify(json)}`)
			.digest("base64");
		return { "webhook-id": "m1", "webhook-timestamp": at, "webhook-signature": `v1,${mac}` };
	};
	const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`x:${password}`).toString("base64")}` });
	const eventOf = (mail: SentMail) => ({
		id: randomUUID(),
		type: "hard",
		status: "5.1.1",
		message: `<${mail.tokens.messageId}@campaign.example>`,
	});

	test("of our own form is believed when it is signed, and counts once however often it comes", async () => {
		const mail = await sentConfirm(taking, email);
		const event = eventOf(mail);
		expect(await post("generic", signed(event), event)).toBe(204);
		expect(await post("generic", signed({ events: [event] }), { events: [event] })).toBe(204);
		expect(await codeOf(mail)).toBe("5.1.1");
		expect(
			await base.db.selectFrom("email_events").where("kind", "=", "hard").select("message_id").execute(),
		).toHaveLength((await base.db.selectFrom("email_reports").select("hash").execute()).length);
	});

	test("is not believed unsigned, signed by another key, altered, or brought again later", async () => {
		const mail = await sentConfirm(taking, email);
		const event = eventOf(mail);
		const old = String(Number(now()) - 301);
		for (const headers of [{}, signed(event, now(), "other"), signed({ ...event, type: "soft" }), signed(event, old)])
			expect(await post("generic", headers, event)).toBe(401);
		for (const sender of ["postmark", "ses"])
			for (const headers of [{}, basic("wrong")]) expect(await post(sender, headers, {})).toBe(401);
		expect(await codeOf(mail)).toBeNull();
	});

	test("that is none of what its sender sends is refused, and where nothing is set up there is nothing", async () => {
		expect(await post("generic", signed([]), [])).toBe(422);
		expect(
			await post("ses", basic(secret), {
				Type: "SubscriptionConfirmation",
				SubscribeURL: "https://example.org/?Action=ConfirmSubscription&",
			}),
		).toBe(422);
		const bare = { ...taking, settings: {} };
		for (const sender of ["generic", "ses", "postmark", "mailgun", "other", "constructor"])
			expect(await post(sender, basic(secret), {}, bare)).toBe(404);
	});

	test("of Amazon, Postmark and Mailgun names the mail or the mailbox", async () => {
		const [amazon, mailgun] = [await sentConfirm(taking, email), await sentConfirm(taking, email)];
		const message = {
			eventType: "Bounce",
			mail: { source: returnPath(amazon.tokens.verp, host), messageId: "0100" },
			bounce: {
				bounceType: "Permanent",
				bounceSubType: "General",
				feedbackId: "f1",
				bouncedRecipients: [
					{ emailAddress: email, action: "failed", status: "5.1.1", diagnosticCode: "smtp; 550 5.1.1 user unknown" },
				],
			},
		};
		expect(await post("ses", basic(secret), { Type: "Notification", Message: JSON.stringify(message) })).toBe(204);
		expect(await codeOf(amazon)).toBe("5.1.1");

		const token = "t".repeat(50);
		const signature = createHmac("sha256", "k".repeat(40)).update(now()).update(token).digest("hex");
		const told = {
			signature: { timestamp: now(), token, signature },
			"event-data": {
				id: "e1",
				event: "failed",
				severity: "permanent",
				reason: "bounce",
				recipient: email,
				"delivery-status": { code: 552, "enhanced-code": "5.2.2", message: "mailbox full" },
				message: { headers: { "message-id": `${mailgun.tokens.messageId}@campaign.example` } },
			},
		};
		expect(await post("mailgun", {}, told)).toBe(204);
		expect(await codeOf(mailgun)).toBe("5.2.2");
		expect(await post("mailgun", {}, { ...told, signature: { ...told.signature, signature: "0".repeat(64) } })).toBe(
			401,
		);

		const spam = { RecordType: "SpamComplaint", ID: 42, Type: "SpamComplaint", Email: "complains@example.net" };
		expect(await post("postmark", basic(secret), spam)).toBe(204);
		const complained = base.db.selectFrom("email_suppressions").where("reason", "=", "complained").select("scope");
		expect(await complained.execute()).toEqual([{ scope: "bulk" }]);
	});
});
