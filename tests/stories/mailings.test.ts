import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { freezeAudience } from "#app/mailings/sending/freeze.server.ts";
import {
	cancelMailing,
	countAudience,
	deliveryOf,
	mailingPlot,
	mailingProgress,
	noteComplaint,
	noteUnsubscribed,
	pauseMailing,
	resumeMailing,
	sendUnknownAgain,
	startMailing,
} from "#app/mailings/sending/mailing.server.ts";
import { tendMailings } from "#app/mailings/sending/run.server.ts";
import { tellOfPauses } from "#app/organise/mailings/tell-paused.server.ts";
import { fingerprint } from "#app/seal/fingerprint.ts";
import { readUnsubscribeToken } from "#app/seal/mail-tokens.ts";
import { addressKey } from "#emails/address-key.ts";
import type { Mailer, MailerOptions } from "#emails/queue/mailer.ts";
import { type Mailbox, startMailbox } from "#sandbox/mailbox/mailbox.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys, rememberingLog, testMailer, until } from "#tests/support/mail.ts";
import {
	begin,
	crowd,
	draft,
	type MailedCampaign,
	mailedCampaign,
	maxUpdates,
	statesOf,
	subscribeMany,
	untilStates,
} from "#tests/support/mailings.ts";
import { makeOrganiser } from "#tests/support/organiser.ts";
import { type Sink, startSink } from "#tests/support/smtp-sink.ts";

let base: TestDatabase;
let mailbox: Mailbox;
let sink: Sink;
let campaign: MailedCampaign;
let mailers: Mailer[] = [];
beforeAll(async () => {
	base = await testDatabase();
	mailbox = await startMailbox();
	sink = await startSink();
});
afterAll(async () => {
	await sink.stop();
	await mailbox.stop();
	await base.drop();
});
beforeEach(async () => {
	campaign = await mailedCampaign(base.db, keys);
	sink.script(() => undefined);
});
afterEach(async () => {
	await Promise.all(mailers.map((mailer) => mailer.stop()));
	mailers = [];
	// What a story leaves would be sent in the next.
	await base.owner
		.updateTable("email_messages")
		.set({ status: "cancelled", paused_for: null })
		.where("lane", "=", "bulk")
		.execute();
	await base.owner.deleteFrom("mail_buckets").execute();
});

async function start(smtpUrl = sink.smtpUrl, options: Partial<MailerOptions> = {}) {
	const mailer = await testMailer(base, smtpUrl, options);
	mailers.push(mailer);
	return mailer;
}
const tend = () => tendMailings(base.db, keys, maxUpdates);
const mailTo = (address: string) => mailbox.list().find(({ to }) => to === address);

describe("who gets it", () => {
	test("is counted before, small groups folded, and frozen once", async () => {
		await subscribeMany(base.db, keys, campaign, [
			...crowd(20).map((one) => ({ ...one, country: "DE" })),
			...crowd(7, "ru.example").map((one) => ({ ...one, locale: "ru", country: "PL" })),
			...crowd(3, "kk.example").map((one) => ({ ...one, locale: "kk", country: "FR" })),
			{ email: "branch@union.example", kind: "organisation", country: "DE" },
			{ email: "milestones@only.example", kinds: ["milestones"] },
		]);
		const addressed = { campaignId: campaign.id, kind: "update", audience: {} } as const;
		expect(await countAudience(base.db, addressed, maxUpdates)).toEqual({
			// In tens: nobody is found by the difference between two audiences.
			total: 30,
			// Three readers of one language can be told from nobody: they take the next smallest along.
			languages: [
				{ name: "en", n: 20 },
				{ name: null, n: 10 },
			],
			countries: [
				{ name: "DE", n: 20 },
				{ name: null, n: 10 },
			],
			organisations: 0,
			leftOut: { suppressed: 0, fedUp: 0 },
		});
		expect(await countAudience(base.db, { ...addressed, audience: { countries: ["FR"] } }, maxUpdates)).toMatchObject({
			total: null,
			countries: [{ name: null }],
		});
		const id = await draft(base.db, campaign, { audience: { locales: ["en"], kinds: ["person"] } });
		expect(await startMailing(base.db, id)).toBe("started");
		expect(await startMailing(base.db, id)).toBe("not-a-draft");
		const totals = await Promise.all([1, 2, 3].map(() => freezeAudience(base.db, id, maxUpdates)));
		expect(totals.filter((total) => total !== null)).toEqual([20]);
		expect(await freezeAudience(base.db, id, maxUpdates)).toBeNull();
		expect(await statesOf(base.owner, id)).toEqual({ queued: 20 });
	});

	test("a fifth update in thirty days is left out, other news are not", async () => {
		const [sam] = await subscribeMany(base.db, keys, campaign, [{ email: "sam@example.org" }]);
		for (let n = 0; n < maxUpdates; n++) {
			const id = await draft(base.db, campaign);
			await begin(base.db, keys, id);
			await base.owner
				.updateTable("email_deliveries")
				.set({ state: "sent", done_on: n === 0 ? "2020-01-01" : new Date().toISOString().slice(0, 10) })
				.where("message_id", "=", id)
				.execute();
		}
		const fourth = await draft(base.db, campaign);
		await begin(base.db, keys, fourth);
		expect(await deliveryOf(base.db, keys, fourth, "Sam@example.org")).toMatchObject({ state: "queued" });
		const fifth = await draft(base.db, campaign);
		await begin(base.db, keys, fifth);
		expect(await deliveryOf(base.db, keys, fifth, "sam@example.org")).toBe("not-in-it");
		const addressed = { campaignId: campaign.id, audience: {} };
		expect(await countAudience(base.db, { ...addressed, kind: "update" }, maxUpdates)).toMatchObject({
			total: null,
			leftOut: { fedUp: 0 },
		});
		expect(await countAudience(base.db, { ...addressed, kind: "closing-report" }, maxUpdates)).toMatchObject({
			total: null,
		});
		expect(sam).toBeDefined();
	});

	test("an old subscription gets its provider before the audience is frozen", async () => {
		await subscribeMany(base.db, keys, campaign, [{ email: "old@gmail.com", bucket: null }]);
		const id = await draft(base.db, campaign);
		await begin(base.db, keys, id);
		const { domain_bucket } = await base.owner
			.selectFrom("email_deliveries")
			.where("message_id", "=", id)
			.select("domain_bucket")
			.executeTakeFirstOrThrow();
		expect(domain_bucket).toBe(0);
	});
});

test("each reader gets it once, in a language they read, with links of their own", async () => {
	const [en, , kk] = await subscribeMany(base.db, keys, campaign, [
		{ email: "en@example.org" },
		{ email: "ru@example.org", locale: "ru" },
		{ email: "kk@example.org", locale: "kk" },
	]);
	const id = await draft(base.db, campaign);
	await begin(base.db, keys, id);
	await start(mailbox.smtpUrl);
	await untilStates(base.owner, id, { sent: 3 });
	expect(mailTo("en@example.org")?.subject).toBe("16 December");
	// There is none in Kazakh: its readers get it as the pages would have it.
	expect(mailTo("kk@example.org")?.subject).toBe("16 декабря");
	const mail = mailTo("kk@example.org");
	const token = /https:\/\/campaign\.example\/u\/([a-df-z2-8]{48})/.exec(mail?.text ?? "")?.[1] ?? "";
	expect(readUnsubscribeToken(keys, token)).toBe(kk);
	expect(token).not.toContain(en);
	expect(mail?.text).toContain(`https://campaign.example/kk/mail/${token}`);
	expect(mail?.html).toContain(`href="https://campaign.example/u/${token}"`);
	expect(mail?.html).not.toMatch(/<img|\{\{/);
	expect(mail?.headers).toMatchObject({
		"list-unsubscribe": `<https://campaign.example/u/${token}>`,
		"list-unsubscribe-post": "List-Unsubscribe=One-Click",
		"list-id": `<updates.c${campaign.id}.campaign.example>`,
	});
	await tend();
	expect(await mailingProgress(base.db, id)).toMatchObject({ status: "finished", total: 3, sent: 3, left: 0 });
	await until(async () => (await mailingPlot(base.db, id, "day"))[0]?.sent === 3, "the plot has them");
	expect(await deliveryOf(base.db, keys, id, " EN@example.org")).toMatchObject({ state: "sent", replyCode: 250 });
	expect(await deliveryOf(base.db, keys, id, "nobody@example.org")).toBe("not-subscribed");
});

test("who left, wants no updates any more or may not be mailed gets nothing, from the next window on", async () => {
	const [gone, changed] = await subscribeMany(base.db, keys, campaign, [
		{ email: "gone@example.org" },
		{ email: "changed@example.org" },
		{ email: "bounced@example.org" },
		{ email: "stays@example.org" },
	]);
	const id = await draft(base.db, campaign);
	await begin(base.db, keys, id);
	await base.owner
		.deleteFrom("subscriptions")
		.where("id", "=", gone ?? "")
		.execute();
	await base.owner
		.updateTable("subscriptions")
		.set({ kinds: ["milestones"] })
		.where("id", "=", changed ?? "")
		.execute();
	const key = await addressKey(base.db, keys);
	await base.db
		.insertInto("email_suppressions")
		.values({ fingerprint: fingerprint(key, "bounced@example.org"), scope: "bulk", reason: "complained" })
		.execute();
	await start();
	await untilStates(base.owner, id, { cancelled: 2, sent: 1, suppressed: 1 });
	// The next one leaves them out from the beginning.
	const next = await draft(base.db, campaign, { kind: "closing-report" });
	await begin(base.db, keys, next);
	expect(await deliveryOf(base.db, keys, next, "bounced@example.org")).toBe("not-in-it");
	expect(await countAudience(base.db, { campaignId: campaign.id, kind: "update", audience: {} }, 9)).toMatchObject({
		leftOut: { suppressed: 0 },
	});
});

test("a pause and a cancellation act within a window; resuming sends exactly the rest", async () => {
	const people = 400;
	await subscribeMany(base.db, keys, campaign, crowd(people));
	const id = await draft(base.db, campaign);
	await begin(base.db, keys, id);
	const before = sink.copies.size;
	let pausing: Promise<unknown> | undefined;
	sink.script((stage, count) => {
		if (stage === "body" && count === 60) pausing = pauseMailing(base.db, id);
		return undefined;
	});
	await start();
	await until(() => pausing, "some have gone");
	await pausing;
	const atPause = sink.copies.size;
	await untilNoneInFlight(id);
	// Three windows at the sockets, and one whose marking was under way.
	expect(sink.copies.size - atPause).toBeLessThanOrEqual(40);
	const { sent = 0, queued = 0 } = await statesOf(base.owner, id);
	expect(sent + queued).toBe(people);
	expect(queued).toBeGreaterThan(0);
	expect(await resumeMailing(base.db, id)).toBe(true);
	await untilStates(base.owner, id, { sent: people });
	expect(sink.copies.size - before).toBe(people);

	const other = await draft(base.db, campaign);
	let cancelling: Promise<unknown> | undefined;
	sink.script((stage, count) => {
		if (stage === "body" && count === 60) cancelling = cancelMailing(base.db, other);
		return undefined;
	});
	await begin(base.db, keys, other);
	await until(() => cancelling, "some have gone");
	await cancelling;
	await until(async () => {
		await tend();
		return Object.keys(await statesOf(base.owner, other)).join() === "cancelled,sent";
	}, "the rest is cancelled");
	expect((await statesOf(base.owner, other)).cancelled).toBeGreaterThan(people / 2);
	expect([...sink.copies.values()].every((copies) => copies === 1)).toBe(true);
});

const untilNoneInFlight = (id: number) =>
	until(async () => {
		const { sending = 0, claimed = 0 } = await statesOf(base.owner, id);
		return sending + claimed === 0;
	}, "nothing is at a socket");

test("what nobody knows whether it arrived waits for somebody's word, and is sent again with the same Message-ID", async () => {
	await subscribeMany(base.db, keys, campaign, [{ email: "doubt@example.org" }]);
	const id = await draft(base.db, campaign);
	await begin(base.db, keys, id);
	sink.script((stage) => (stage === "body" ? "rst" : undefined));
	const before = sink.copies.size;
	await start();
	await untilStates(base.owner, id, { unknown: 1 });
	await tend();
	expect(await mailingProgress(base.db, id)).toMatchObject({ status: "finished", unknown: 1, left: 0 });
	sink.script(() => undefined);
	expect(await sendUnknownAgain(base.db, id)).toBe(1);
	await untilStates(base.owner, id, { sent: 1 });
	expect(sink.copies.size - before).toBe(1);
	expect([...sink.copies.values()].at(-1)).toBe(2);
});

describe("when it goes", () => {
	const startsAt = (id: number, ago: string) =>
		base.owner
			.updateTable("email_messages")
			.set({ starts_at: new Date(Date.now() - Number(ago) * 60_000) })
			.where("id", "=", id)
			.execute();

	test("at its time; missed by more than an hour it asks first", async () => {
		await subscribeMany(base.db, keys, campaign, [{ email: "later@example.org" }]);
		const id = await draft(base.db, campaign);
		await startMailing(base.db, id, { startsAt: new Date(Date.now() + 3_600_000) });
		await tend();
		expect(await mailingProgress(base.db, id)).toMatchObject({ status: "scheduled", total: 1, left: 1 });
		await startsAt(id, "90");
		await tend();
		expect(await mailingProgress(base.db, id)).toMatchObject({ status: "paused", pausedFor: "late" });
		expect(await resumeMailing(base.db, id)).toBe(true);
		expect(await mailingProgress(base.db, id)).toMatchObject({ status: "sending", pausedFor: null });
		const punctual = await draft(base.db, campaign);
		await startMailing(base.db, punctual, { startsAt: new Date(Date.now() + 3_600_000) });
		await startsAt(punctual, "59");
		await tend();
		expect(await mailingProgress(base.db, punctual)).toMatchObject({ status: "sending" });
	});

	test("spread over minutes", async () => {
		await subscribeMany(base.db, keys, campaign, crowd(300));
		const id = await draft(base.db, campaign);
		await startMailing(base.db, id, { spreadMinutes: 10 });
		await tend();
		await start();
		// Thirty a minute: three at once, then one every two seconds, by the one bucket that is the mailing's own.
		await until(async () => ((await statesOf(base.owner, id)).sent ?? 0) >= 3, "the first have gone");
		const buckets = await base.owner.selectFrom("mail_buckets").select(["name", "tokens"]).execute();
		expect(buckets.map(({ name }) => name)).toEqual([`message-${id}`]);
		expect(buckets[0]?.tokens).toBeLessThan(1);
	});

	test("a limit on the relay holds for mailings before it holds for confirmations", async () => {
		await subscribeMany(base.db, keys, campaign, crowd(300));
		const id = await draft(base.db, campaign);
		await begin(base.db, keys, id);
		await start(sink.smtpUrl, { rates: { relay: 100, perDomain: 0 } });
		// A tenth of a minute's at once, of which mailings leave a fifth.
		await until(async () => ((await statesOf(base.owner, id)).sent ?? 0) >= 8, "the first have gone");
		const { rows } = { rows: await base.owner.selectFrom("mail_buckets").selectAll().execute() };
		expect(rows.map(({ name }) => name)).toEqual(["relay"]);
		expect(rows[0]?.tokens).toBeGreaterThanOrEqual(1);
	});
});

describe("what stops it by itself", () => {
	test("refusals of more than five in a hundred", async () => {
		await subscribeMany(base.db, keys, campaign, crowd(600));
		const id = await draft(base.db, campaign);
		await begin(base.db, keys, id);
		sink.script((stage, count) => (stage === "RCPT" && count % 5 === 0 ? "550 5.1.1 no such user" : undefined));
		const log = rememberingLog();
		await start(sink.smtpUrl, { log });
		await until(async () => (await mailingProgress(base.db, id))?.pausedFor === "rejects", "it is paused");
		await untilNoneInFlight(id);
		const { queued = 0, rejected = 0 } = await statesOf(base.owner, id);
		expect(rejected).toBeGreaterThan(10);
		expect(queued).toBeGreaterThan(0);
		// Looked at and let go on, it counts anew.
		sink.script(() => undefined);
		await resumeMailing(base.db, id);
		await untilStates(base.owner, id, { rejected, sent: 600 - rejected });
		expect(log.lines.join("\n")).not.toMatch(/example\.org/);
	});

	test("its organisers hear of it once, and again when it stops again", async () => {
		await makeOrganiser({ db: base.db, keys }, { campaign: campaign.slug, email: "anna@example.org", locale: "ru" });
		const id = await draft(base.db, campaign);
		await begin(base.db, keys, id);
		const complain = async () => {
			for (let n = 0; n < 10; n++) await noteComplaint(base.db, id);
		};
		const told = async () => {
			await tellOfPauses(base.db, keys, "https://campaign.example");
			const { n } = await base.db
				.selectFrom("email_deliveries as d")
				.innerJoin("email_messages as m", "m.id", "d.message_id")
				.where("m.kind", "=", "organisers-notice")
				.select((count) => count.fn.countAll<number>().as("n"))
				.executeTakeFirstOrThrow();
			return n;
		};
		const before = await told();
		await complain();
		expect(await told()).toBe(before + 1);
		expect(await told()).toBe(before + 1);
		await resumeMailing(base.db, id);
		expect(await told()).toBe(before + 1);
		await complain();
		expect(await told()).toBe(before + 2);
		await start(mailbox.smtpUrl);
		const notice = await until(() => mailTo("anna@example.org"), "the notice is there");
		expect(notice.text).toContain("больше трёх читателей из тысячи");
		expect(notice.text).toContain(`/organise/campaigns/${campaign.slug}/mailings/${id}`);
	});

	test("complaints of more than three in a thousand", async () => {
		await subscribeMany(base.db, keys, campaign, crowd(3));
		const id = await draft(base.db, campaign);
		await begin(base.db, keys, id);
		for (let n = 0; n < 9; n++) await noteComplaint(base.db, id);
		expect(await mailingProgress(base.db, id)).toMatchObject({ status: "sending" });
		await noteUnsubscribed(base.db, id);
		await noteComplaint(base.db, id);
		expect(await mailingProgress(base.db, id)).toMatchObject({ status: "paused", pausedFor: "complaints" });
		expect(await mailingPlot(base.db, id, "hour")).toMatchObject([{ complained: 10, unsubscribed: 1 }]);
	});
});
