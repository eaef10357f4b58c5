import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { subscribe } from "#app/campaigns/subscribe.server.ts";
import { recordConsentTexts } from "#app/consent/texts.server.ts";
import { takeBack } from "#app/mailings/returning/take-back.server.ts";
import { type TakingMail, takeMail } from "#app/mailings/returning/take-mail.server.ts";
import { fingerprint } from "#app/seal/fingerprint.ts";
import { unsubscribeToken } from "#app/seal/mail-tokens.ts";
import { addressKey } from "#emails/address-key.ts";
import { unsubscribeMailbox } from "#emails/mime/list-fields.ts";
import { suppressMailboxes } from "#emails/suppress.ts";
import { type SentMail, sentConfirm, sentUpdate } from "#tests/support/coming-back.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys } from "#tests/support/mail.ts";
import { type MailedCampaign, mailedCampaign } from "#tests/support/mailings.ts";
import { returnedSource } from "#tests/support/returned.ts";

const bounceHost = "bounce.campaign.example";
let base: TestDatabase;
let taking: TakingMail;
let campaign: MailedCampaign;
beforeAll(async () => {
	base = await testDatabase();
	taking = { db: base.db, keys, addressKey: await addressKey(base.db, keys), bounceHost };
	campaign = await mailedCampaign(base.db, keys);
	await recordConsentTexts(base.db);
});
afterAll(() => base.drop());

const newReader = () => `reader-${randomUUID()}@example.net`;

/** A sample about another address than the one in it. */
function about(sample: string, mail: SentMail, address: string): Buffer {
	const source = returnedSource(sample, mail.tokens).toString();
	return Buffer.from(source.replaceAll("reader@example.net", address).replaceAll("reader@gmail.com", address));
}

const suppressions = (mailbox: Buffer) =>
	base.db
		.selectFrom("email_suppressions")
		.where("fingerprint", "=", mailbox)
		.select(["scope", "reason", "expires_on"])
		.execute();
const events = async ({ message }: SentMail) =>
	(await base.db.selectFrom("email_events").where("message_id", "=", message).select("kind").execute()).map(
		({ kind }) => kind,
	);
const subscribed = async ({ subject }: SentMail) =>
	(await base.db.selectFrom("subscriptions").where("id", "=", subject).select("id").execute()).length === 1;
const erased = async ({ subject }: SentMail) =>
	(await base.db.selectFrom("erasures").where("row_id", "=", subject).select("about").execute()).length;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe("a mailbox that does not exist", () => {
	test("gets no mail for ninety days; told again, by mail or otherwise, it counts once", async () => {
		const email = newReader();
		const mail = await sentUpdate(taking, campaign, email);
		const source = about("postfix-unknown", mail, email);
		expect(await takeMail(taking, source)).toBe("taken");
		expect(await takeMail(taking, source)).toBe("known");
		expect(await takeMail(taking, about("gmail-unknown", mail, email))).toBe("known");
		expect(await suppressions(mail.mailbox)).toEqual([{ scope: "all", reason: "bounced", expires_on: inDays(90) }]);
		expect(await events(mail)).toEqual(["hard"]);
		const delivery = await base.db
			.selectFrom("email_deliveries")
			.where("id", "=", mail.id)
			.select(["state", "enhanced_code"])
			.executeTakeFirst();
		expect(delivery).toEqual({ state: "sent", enhanced_code: "5.1.1" });
		// They may come back: their wish for mail stays.
		expect(await subscribed(mail)).toBe(true);
	});

	test("is known though nothing says any more where the mail went, and by the Message-ID alone", async () => {
		const email = newReader();
		const mail = await sentConfirm(taking, email);
		const source = about("qmail-no-mailbox", { ...mail, tokens: { ...mail.tokens, verp: "v".repeat(32) } }, email);
		expect(await takeMail({ ...taking, bounceHost: undefined }, source)).toBe("taken");
		expect(await suppressions(mail.mailbox)).toHaveLength(1);
	});

	test("is nobody else's: a report forged from one's own mail takes no other address away", async () => {
		const victim = newReader();
		const mail = await sentConfirm(taking, newReader());
		expect(await takeMail(taking, about("postfix-unknown", mail, victim))).toBe("taken");
		expect(await suppressions(fingerprint(taking.addressKey, victim))).toEqual([]);
		expect(await suppressions(mail.mailbox)).toEqual([]);
	});
});

test("a full mailbox gets no more mail when it was full three times in thirty days, and not before", async () => {
	const email = newReader();
	const mails = [];
	for (let i = 0; i < 3; i++) mails.push(await sentConfirm(taking, email));
	for (const [i, mail] of mails.entries()) {
		expect(await takeMail(taking, about("exchange-full", mail, email))).toBe("taken");
		expect(await suppressions(mail.mailbox)).toHaveLength(i < 2 ? 0 : 1);
	}
	const patient = newReader();
	const mailbox = fingerprint(taking.addressKey, patient);
	await base.owner
		.insertInto("email_failures")
		.values({ fingerprint: mailbox, day: inDays(-31), failures: 9 })
		.execute();
	await takeMail(taking, about("exchange-full", await sentConfirm(taking, patient), patient));
	expect(await suppressions(mailbox)).toEqual([]);
});

test("who complains is unsubscribed at once and gets no mailing any more, named in the report or not", async () => {
	for (const sample of ["rfc5965-full", "rfc5965-redacted"]) {
		const email = newReader();
		const mail = await sentUpdate(taking, campaign, email);
		expect(await takeMail(taking, about(sample, mail, email))).toBe("taken");
		expect(await suppressions(mail.mailbox)).toEqual([{ scope: "bulk", reason: "complained", expires_on: null }]);
		expect([await subscribed(mail), await erased(mail), await events(mail)]).toEqual([false, 1, ["complaint"]]);
		// Against the mailing counts only one that names its reader: who has a mail could write the other.
		const { rows } = await sql<{ n: number }>`
			select coalesce(sum(complained), 0)::int as n from email_tallies where message_id = ${mail.message}`.execute(
			base.owner,
		);
		expect(rows[0]?.n).toBe(sample === "rfc5965-full" ? 1 : 0);
	}
});

test("who subscribes again after a complaint gets mailings again; a mailbox that bounced stays left alone", async () => {
	const email = newReader();
	const mail = await sentUpdate(taking, campaign, email);
	await takeMail(taking, about("rfc5965-full", mail, email));
	await suppressMailboxes(base.db, [mail.mailbox]);
	const again = { email, kind: "person", locale: "en" } as const;
	await subscribe(base.db, keys, campaign, again, sql`false`);
	expect(await suppressions(mail.mailbox)).toHaveLength(2);
	await subscribe(base.db, keys, campaign, again);
	expect(await suppressions(mail.mailbox)).toMatchObject([{ scope: "all", reason: "bounced" }]);
});

test("a mail to the address of leaving unsubscribes, whatever is in it, and twice as once", async () => {
	const mail = await sentUpdate(taking, campaign, newReader());
	const address = unsubscribeMailbox(unsubscribeToken(keys, mail.subject), bounceHost);
	for (let i = 0; i < 2; i++) {
		expect(await takeMail(taking, Buffer.from(`To: ${address.toUpperCase()}\r\n\r\n`))).toBe("unsubscribed");
		expect([await subscribed(mail), await erased(mail)]).toEqual([false, 1]);
	}
});

test("what is no failure changes nothing, nor does what is about no mail of ours", async () => {
	const email = newReader();
	const mail = await sentUpdate(taking, campaign, email);
	for (const sample of ["rfc3834-vacation", "rfc3464-delayed", "rfc6430-not-spam", "challenge", "person"])
		expect(await takeMail(taking, about(sample, mail, email))).toBe("nothing");
	expect(await takeMail(taking, returnedSource("postfix-unknown"))).toBe("nobodys");
	expect([await subscribed(mail), await events(mail), await suppressions(mail.mailbox)]).toEqual([true, [], []]);
});

test("a late report of an old address does not touch the one that its reader has given since", async () => {
	const [before, now] = [newReader(), newReader()];
	const mail = await sentUpdate(taking, campaign, now);
	const old = { ...mail, mailbox: fingerprint(taking.addressKey, before) };
	await takeBack(taking, {
		kind: "hard",
		enhanced: "5.1.1",
		delivery: { deliveryId: mail.id, isTo: (mailbox) => mailbox.equals(old.mailbox) },
		recipient: null,
		signed: false,
	});
	expect(await suppressions(mail.mailbox)).toEqual([]);
});
