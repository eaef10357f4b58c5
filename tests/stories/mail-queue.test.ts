import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { fingerprint } from "#app/seal/fingerprint.ts";
import { addressKey } from "#emails/address-key.ts";
import { deliveryRow } from "#emails/outbox.ts";
import type { Mailer, MailerOptions } from "#emails/queue/mailer.ts";
import { mailWaker } from "#emails/wake.ts";
import { type Mailbox, startMailbox } from "#sandbox/mailbox/mailbox.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import {
	cancelMails,
	deliveryOf,
	emptyMails,
	keys,
	promiseConfirm,
	promiseMail,
	rememberingLog,
	states,
	testMailer,
	until,
	untilState,
} from "#tests/support/mail.ts";

let base: TestDatabase;
let mailbox: Mailbox;
let mailers: Mailer[] = [];
beforeAll(async () => {
	base = await testDatabase();
	mailbox = await startMailbox();
});
afterAll(async () => {
	await mailbox.stop();
	await base.drop();
});
beforeEach(() => emptyMails(base.owner));
afterEach(async () => {
	await Promise.all(mailers.map((mailer) => mailer.stop()));
	mailers = [];
});

async function start(options: Partial<MailerOptions> = {}) {
	const mailer = await testMailer(base, mailbox.smtpUrl, options);
	mailers.push(mailer);
	return mailer;
}

const mailsTo = (address: string) => mailbox.list().filter(({ to }) => to === address);

test("what is promised reaches the mailbox, and its address is gone from the row", async () => {
	await start({ now: () => new Date("2026-12-16T05:00:00Z") });
	const subject = await promiseConfirm(base.db, "sam@example.org");
	const mail = await until(() => mailsTo("sam@example.org")[0]);
	expect(mail).toMatchObject({
		subject: "Please confirm your address: 16 December",
		date: "2026-12-16T05:00:00.000Z",
		headers: { from: '"16" <post@campaign.example>', to: "<sam@example.org>", "auto-submitted": "auto-generated" },
	});
	expect(mail.text).toContain(`https://campaign.example/en/confirm/${subject}`);
	expect(mail.html).toContain(`href="https://campaign.example/en/confirm/${subject}"`);
	expect(mail.headers["message-id"]).toMatch(/^<[a-df-z2-8]{32}@campaign\.example>$/);
	expect(await untilState(base.owner, subject, "sent")).toMatchObject({
		params_sealed: null,
		claimed_by: null,
		lease_until: null,
		reply_code: 250,
		attempts: 1,
	});
});

test("each is written in its reader's language, from one statement that also stores something else", async () => {
	await start();
	for (const [locale, subject] of [
		["ru", "Подтвердите, пожалуйста, адрес: 16 декабря"],
		["kk", "Мекенжайыңызды растауыңызды сұраймыз: 16 желтоқсан"],
	] as const) {
		const about = subject.split(": ")[1] ?? "";
		const row = deliveryRow(keys, {
			kind: "confirm-signature",
			subjectId: crypto.randomUUID(),
			to: `${locale}@example.org`,
			locale,
			values: { link: "https://campaign.example/x", withdrawLink: "https://campaign.example/y", about },
		});
		await base.db
			.with("other", (db) =>
				db.insertInto("erasures").values({ about: "submission", row_id: row.subject_id }).returning("id"),
			)
			.insertInto("email_deliveries")
			.values(row)
			.execute();
		expect(await until(() => mailsTo(`${locale}@example.org`)[0])).toMatchObject({ subject });
	}
});

test("a mail is promised and sent once: its second promise is refused", async () => {
	await start();
	const row = deliveryRow(keys, {
		kind: "confirm-signature",
		subjectId: crypto.randomUUID(),
		to: "twice@example.org",
		locale: "en",
		values: { link: "https://campaign.example/x", withdrawLink: "https://campaign.example/y", about: "16 December" },
	});
	const promises = await Promise.allSettled([promiseMail(base.db, row), promiseMail(base.db, row)]);
	expect(promises.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
	await untilState(base.owner, row.subject_id, "sent");
	await expect(promiseMail(base.db, row)).rejects.toMatchObject({ code: "23505" });
	expect(mailsTo("twice@example.org")).toHaveLength(1);
});

test("a wake-up from another process beats the poll, a burst of them is one", async () => {
	await start({ pace: { poll: 60_000, sweep: 60_000 } });
	const wake = mailWaker(base.db);
	// The first look at the queue is over.
	await new Promise((resolve) => setTimeout(resolve, 300));
	const began = performance.now();
	await promiseConfirm(base.db, "woken@example.org");
	for (let i = 0; i < 1_000; i++) wake();
	await until(() => mailsTo("woken@example.org")[0]);
	expect(performance.now() - began).toBeLessThan(1_000);
});

test("what is cancelled before it is sent is emptied and never sent", async () => {
	const kept = await promiseConfirm(base.db, "kept@example.org");
	const gone = await promiseConfirm(base.db, "gone@example.org");
	await cancelMails(base.db, [gone]);
	expect(await deliveryOf(base.owner, gone)).toMatchObject({ state: "cancelled", params_sealed: null });
	await start();
	await untilState(base.owner, kept, "sent");
	await cancelMails(base.db, [kept, gone]);
	expect(await states(base.owner)).toEqual({ sent: 1, cancelled: 1 });
	expect(mailsTo("gone@example.org")).toEqual([]);
});

test("a suppressed address gets nothing, until the suppression ends", async () => {
	const key = await addressKey(base.db, keys);
	const suppress = (address: string, until: string) =>
		base.db
			.insertInto("email_suppressions")
			.values({ fingerprint: fingerprint(key, address), scope: "all", reason: "asked", expires_on: until })
			.execute();
	await suppress("no@example.org", "2999-01-01");
	await suppress("over@example.org", "2020-01-01");
	await start();
	const subject = await promiseConfirm(base.db, " No@Example.org");
	expect(await untilState(base.owner, subject, "suppressed")).toMatchObject({ params_sealed: null, attempts: 0 });
	await untilState(base.owner, await promiseConfirm(base.db, "over@example.org"), "sent");
});

test("the fourth mail of a day that nobody confirmed is suppressed", async () => {
	await start();
	for (let i = 0; i < 3; i++) await untilState(base.owner, await promiseConfirm(base.db, "suzie@example.org"), "sent");
	const fourth = await promiseConfirm(base.db, "Suzie@example.org");
	expect(await untilState(base.owner, fourth, "suppressed")).toMatchObject({ params_sealed: null, counted: false });
	await untilState(base.owner, await promiseConfirm(base.db, "other@example.org"), "sent");
	expect(mailsTo("suzie@example.org")).toHaveLength(3);
});

test("the cap holds for mailers and windows that count at the same time", async () => {
	const addresses = Array.from({ length: 12 }, (_, i) => `crowd${i}@example.org`);
	for (let i = 0; i < 10; i++) for (const address of addresses) await promiseConfirm(base.db, address);
	await Promise.all([start(), start(), start()]);
	await until(async () => Object.keys(await states(base.owner)).join() === "sent,suppressed", "all settled");
	expect(await states(base.owner)).toEqual({ sent: 36, suppressed: 84 });
	for (const address of addresses) expect(mailsTo(address)).toHaveLength(3);
});

test("the cap of a week counts the six days before", async () => {
	const key = await addressKey(base.db, keys);
	for (const daysAgo of [1, 6, 7])
		await sql`insert into email_caps (fingerprint, day, sent)
			values (${fingerprint(key, "week@example.org")}, current_date - ${daysAgo}::int, 2)`.execute(base.db);
	await start();
	for (let i = 0; i < 2; i++) await untilState(base.owner, await promiseConfirm(base.db, "week@example.org"), "sent");
	await untilState(base.owner, await promiseConfirm(base.db, "week@example.org"), "suppressed");
});

test("nothing is sent while its message is paused; it goes on afterwards", async () => {
	await base.owner.updateTable("email_messages").set({ status: "paused" }).execute();
	await start();
	const subject = await promiseConfirm(base.db, "paused@example.org");
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect((await deliveryOf(base.owner, subject)).state).toBe("queued");
	await base.owner.updateTable("email_messages").set({ status: "sending" }).execute();
	await untilState(base.owner, subject, "sent");
});

test("no address, name or token stands in clear in any table or log line", async () => {
	const log = rememberingLog();
	const waiting = await promiseConfirm(base.db, "in-clear@example.org");
	const secrets = /in-clear|not an address|confirm\/|16 December/;
	const dump = async () => {
		const tables = await sql<{ name: string }>`
			select tablename as name from pg_tables where schemaname = 'public'`.execute(base.owner);
		const rows = await Promise.all(
			tables.rows.map(({ name }) => sql`select t::text as row from ${sql.table(name)} t`.execute(base.owner)),
		);
		return JSON.stringify(rows.map(({ rows }) => rows));
	};
	expect(await dump()).toContain(waiting);
	expect(await dump()).not.toMatch(secrets);
	await start({ log });
	await untilState(base.owner, waiting, "sent");
	const bad = await promiseConfirm(base.db, "not an address in-clear");
	expect(await untilState(base.owner, bad, "rejected")).toMatchObject({ params_sealed: null, reply_code: null });
	expect(await dump()).not.toMatch(secrets);
	expect(log.lines.join("\n")).not.toMatch(secrets);
});

test("a mail sealed under a key that is missing waits, and is not thrown away", async () => {
	const other = (await import("#app/seal/key-ring.ts")).readKeyRing(`2:${Buffer.alloc(32, 9).toString("base64")}`);
	const row = deliveryRow(other, {
		kind: "confirm-signature",
		subjectId: crypto.randomUUID(),
		to: "later@example.org",
		locale: "en",
		values: { link: "https://campaign.example/x", withdrawLink: "https://campaign.example/y", about: "16 December" },
	});
	await promiseMail(base.db, row);
	await start();
	const waiting = await untilState(base.owner, row.subject_id, "deferred");
	expect(waiting.params_sealed).not.toBeNull();
});
