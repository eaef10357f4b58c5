import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Mailer } from "#emails/queue/mailer.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import {
	deliveryOf,
	emptyMails,
	keys,
	promiseConfirm,
	promiseMany,
	rememberingLog,
	states,
	testMailer,
	until,
	untilState,
} from "#tests/support/mail.ts";
import { begin, crowd, draft, mailedCampaign, subscribeMany } from "#tests/support/mailings.ts";
import { type Fault, type Sink, startSink } from "#tests/support/smtp-sink.ts";

let base: TestDatabase;
let sink: Sink;
let mailer: Mailer | undefined;
beforeAll(async () => {
	base = await testDatabase();
});
afterAll(() => base.drop());
beforeEach(async () => {
	await emptyMails(base.owner);
	sink = await startSink();
});
afterEach(async () => {
	await mailer?.stop();
	mailer = undefined;
	await sink.stop();
});

/** Brings on the time at which deferred mails are due: it is the database's. */
const passTime = () => sql`update email_deliveries set not_before = now() where state = 'deferred'`.execute(base.owner);

const copies = () => [...sink.copies.values()];

test("a relay that ends the session after each mail that it took loses nobody and gets nothing twice", async () => {
	sink.script((stage) => (stage === "body" ? "usual, fin" : undefined));
	await promiseMany(base.db, 40);
	mailer = await testMailer(base, sink.smtpUrl);
	await until(async () => (await states(base.owner)).sent === 40, "all sent", 20_000);
	expect(copies()).toEqual(Array(40).fill(1));
});

test.each([
	["resend", "sent", 2],
	["hold", "unknown", 1],
] as const)("a relay that asks for the body and then says nothing, under `%s`: %s", async (policy, state, taken) => {
	await base.owner.updateTable("email_messages").set({ policy }).execute();
	sink.script((stage, count) => (stage === "body" && count === 1 ? "hang" : undefined));
	// Instead of the ten minutes of RFC 5321.
	mailer = await testMailer(base, `${sink.smtpUrl}?socketTimeout=300`);
	const subject = await promiseConfirm(base.db, "sam@example.org");
	await untilState(base.owner, subject, state);
	expect(copies()).toEqual([taken]);
});

test("a relay that refuses three commands in ten for a while loses nobody and gets nothing twice", async () => {
	let refused = 0;
	sink.script((stage, count) => {
		if ((stage !== "RCPT" && stage !== "DATA") || (count * 7) % 10 >= 3) return undefined;
		refused++;
		return "451 4.7.1 later";
	});
	await promiseMany(base.db, 150);
	mailer = await testMailer(base, sink.smtpUrl);
	await until(async () => {
		await passTime();
		return (await states(base.owner)).sent === 150;
	}, "all sent");
	expect(refused).toBeGreaterThan(30);
	expect(copies()).toEqual(Array(150).fill(1));
});

test.each<Fault>([
	"554 5.3.2 not today",
	"not SMTP: HTTP/1.1 400 Bad Request",
	"not SMTP: SSH-2.0-OpenSSH_9.6",
	"250 2.0.0 an answer to what nobody asked",
])("what greets with %s is left alone, the mails wait; they go when a relay is there", async (banner) => {
	sink.script((stage) => (stage === "connect" ? banner : undefined));
	const log = rememberingLog();
	mailer = await testMailer(base, `${sink.smtpUrl}?greetingTimeout=200`, { log });
	await promiseMany(base.db, 20);
	await until(() => log.lines.length > 0, "a line for the operator");
	// Held for a moment while the relay is tried, and put back.
	await until(async () => (await states(base.owner)).queued === 20, "the mails wait");
	sink.script(() => undefined);
	await until(async () => (await states(base.owner)).sent === 20, "all sent");
	expect(copies()).toEqual(Array(20).fill(1));
});

test("a mail that is refused each time is tried for 72 hours, then ends", async () => {
	sink.script((stage) => (stage === "RCPT" ? "450 4.2.2 full" : undefined));
	mailer = await testMailer(base, sink.smtpUrl);
	const subject = await promiseConfirm(base.db, "full@example.org");
	let minutes = 0;
	for (let attempts = 1; ; attempts++) {
		const row = await until(async () => {
			const found = await deliveryOf(base.owner, subject);
			return found.attempts === attempts && /deferred|rejected/.test(found.state) && found;
		}, `attempt ${attempts}`);
		if (row.state === "rejected") break;
		minutes += Math.round((new Date(String(row.not_before)).getTime() - Date.now()) / 60_000);
		await passTime();
	}
	// No further wait of four hours would have fitted in.
	expect(minutes).toBeGreaterThan(68 * 60);
	expect(minutes).toBeLessThanOrEqual(72 * 60);
	expect(await deliveryOf(base.owner, subject)).toMatchObject({ params_sealed: null, reply_code: 450 });
	expect(copies()).toEqual([]);
});

test("a mailing that hangs at its relay does not hold up a confirmation", async () => {
	const campaign = await mailedCampaign(base.db, keys);
	await subscribeMany(base.db, keys, campaign, crowd(60, "mailing.example.org"));
	await begin(base.db, keys, await draft(base.db, campaign));
	// All connections of the mailing hang; nobody tells the relay which lane it serves.
	let hanging = 0;
	sink.script((stage, _, said) => {
		if (stage !== "RCPT" || !said.includes("mailing")) return undefined;
		hanging++;
		return "hang";
	});
	mailer = await testMailer(base, sink.smtpUrl);
	await until(() => hanging === 10, "the mailing's connections hang");
	const subjects = await Promise.all([1, 2, 3].map((n) => promiseConfirm(base.db, `person${n}@example.org`)));
	for (const subject of subjects) await untilState(base.owner, subject, "sent");
	expect(hanging).toBe(10);
	expect(await states(base.owner)).toMatchObject({ sent: 3, sending: 30 });
	await sink.stop();
});
