import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askWhoStays, stay } from "#app/mailings/milestones/stay.server.ts";
import { findPreferences } from "#app/mailings/preferences/preferences.server.ts";
import { cancelMailing, pauseMailing, resumeMailing } from "#app/mailings/sending/mailing.server.ts";
import { tendMailings } from "#app/mailings/sending/run.server.ts";
import { stayJob } from "#app/organise/closing/stay-job.server.ts";
import { needs } from "#app/organise/desk/needs.ts";
import { runRetention } from "#app/retention/run.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { unsubscribeToken } from "#app/seal/mail-tokens.ts";
import { age } from "#tests/support/aging.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { type MailedCampaign, mailedCampaign, maxUpdates, subscribeMany } from "#tests/support/mailings.ts";

const keys = readKeyRing(`1:${Buffer.alloc(32, 7).toString("base64")}`);
let house: TestDatabase;
let campaign: MailedCampaign;
let people: string[];
beforeAll(async () => {
	house = await testDatabase();
});
afterAll(() => house.drop());

beforeEach(async () => {
	await sql`truncate subscriptions, campaign_stays, email_deliveries, erasures, petitions cascade`.execute(house.owner);
	await sql`delete from email_messages where lane = 'bulk'`.execute(house.owner);
	campaign = await mailedCampaign(house.owner, keys);
	await sql`insert into campaign_editions (campaign_id, locale, title, neutral_title, summary)
		values (${campaign.id}, 'en', 'A sample', '16 December', '')`.execute(house.owner);
	await petition();
	people = await subscribeMany(house.owner, keys, campaign, [
		{ email: "one@example.org" },
		{ email: "two@example.org", locale: "ru", kinds: ["updates"] },
	]);
});

const petition = () =>
	sql`insert into petitions (campaign_id, slug, key_sealed, opened_at)
		select ${campaign.id}, 'p-' || gen_random_uuid(), '\\x00', now()`.execute(house.owner);

const close = () => sql`update petitions set closed_at = now()`.execute(house.owner);
const token = (person = 0) => unsubscribeToken(keys, people[person] ?? "");

/** A night of the worker's. */
async function night() {
	await stayJob().run(house.db, AbortSignal.timeout(60_000));
	await tendMailings(house.db, keys, maxUpdates);
	await runRetention(house.db);
}

/** The relay takes every mail of whoever is waiting: a row's state and day are all that the rest depends on. */
async function delivered(state = "sent") {
	await sql`update email_deliveries set state = ${state}, done_on = current_date where done_on is null`.execute(
		house.owner,
	);
	await tendMailings(house.db, keys, maxUpdates);
}

async function newestMailing() {
	const { rows } = await sql<{ id: number; status: string }>`
		select m.id, m.status from email_messages m join campaign_stays a on a.message_id = m.id order by 1 desc limit 1`.execute(
		house.owner,
	);
	return rows[0] ?? { id: 0, status: "none" };
}

/** Everybody has been asked on this day, and it has been noted. */
async function askedToday() {
	await close();
	await age(house.owner, 90);
	await night();
	await delivered();
	await night();
}

async function held() {
	const rows = await house.owner.selectFrom("subscriptions").orderBy("id").select("id").execute();
	return rows.map(({ id }) => id);
}

async function asked() {
	const { rows } = await sql<{ subject: string; kind: string }>`
		select d.subject_id as subject, m.kind from email_deliveries d join email_messages m on m.id = d.message_id
		order by d.subject_id`.execute(house.owner);
	return rows.map(({ subject, kind }) => `${kind} ${subject}`);
}

describe("when a campaign is over", () => {
	test("nobody is asked or deleted while a petition of it is open, however long that is", async () => {
		await close();
		await petition();
		await age(house.owner, 400);
		await night();
		expect([await asked(), (await held()).length]).toEqual([[], 2]);
	});

	test("everybody who subscribed is asked once, ninety days later; who is silent is gone after thirty more", async () => {
		await close();
		await age(house.owner, 89);
		await night();
		expect(await asked()).toEqual([]);
		await age(house.owner, 1);
		await night();
		await night();
		// Also who wants no news of milestones: it is about their own address.
		expect(await asked()).toEqual([...people].sort().map((id) => `stay ${id}`));
		await delivered();
		await night();
		await age(house.owner, 30);
		await night();
		expect((await held()).length).toBe(2);
		await age(house.owner, 1);
		await night();
		expect(await held()).toEqual([]);
		const { rows: erased } = await sql<{ id: string }>`
			select row_id as id from erasures where about = 'subscription' order by row_id`.execute(house.owner);
		expect(erased.map(({ id }) => id)).toEqual([...people].sort());
		const { rows: left } = await sql`select from subscription_consents`.execute(house.owner);
		expect(left).toEqual([]);
		expect((await asked()).length).toBe(2);
	});

	test("who stays is kept until sixty days after the next anniversary, and asked again before", async () => {
		await askedToday();
		const before = await findPreferences(house.db, keys, token(), "en");
		expect(before?.ending?.keepUntil).not.toBe(before?.ending?.ifStaying);
		await stay(house.db, keys, token());
		await stay(house.db, keys, token());
		const after = await findPreferences(house.db, keys, token(), "en");
		const { rows } = await sql<{ expected: string }>`
			select make_date(case when (12, 16) > (extract(month from now()), extract(day from now()))
				then extract(year from now())::int else extract(year from now())::int + 1 end, 12, 16) + 60 as expected`.execute(
			house.owner,
		);
		expect(after?.ending?.keepUntil).toBe(rows[0]?.expected);
		await age(house.owner, 31);
		await night();
		expect(await held()).toEqual([people[0]]);

		const { rows: left } = await sql<{ days: number }>`
			select keep_until - current_date as days from subscriptions`.execute(house.owner);
		const days = left[0]?.days ?? 0;
		await age(house.owner, days - 31);
		await night();
		expect((await asked()).length).toBe(2);
		await age(house.owner, 1);
		await night();
		expect((await asked()).length).toBe(3);
		await delivered();
		await night();
		await age(house.owner, 31);
		await night();
		expect(await held()).toEqual([]);
	});

	test("who has not been asked cannot stay, and nobody else's link keeps anybody", async () => {
		await stay(house.db, keys, token());
		await stay(house.db, keys, "nobodys");
		const rows = await house.owner.selectFrom("subscriptions").select("keep_until").execute();
		expect(rows).toEqual([{ keep_until: null }, { keep_until: null }]);
		expect((await findPreferences(house.db, keys, token(), "en"))?.ending).toBeNull();
	});

	test("who subscribes after the question has said yes, and is kept until after the anniversary", async () => {
		await askedToday();
		const [late = ""] = await subscribeMany(house.owner, keys, campaign, [{ email: "late@example.org" }]);
		await night();
		await age(house.owner, 31);
		await night();
		expect(await held()).toEqual([late]);
	});

	test("a hand-in after closing gives its days anew, and any number of workers ask once", async () => {
		await close();
		await age(house.owner, 60);
		await sql`update petitions set handed_in_at = now()`.execute(house.owner);
		await age(house.owner, 60);
		await night();
		expect(await asked()).toEqual([]);
		await age(house.owner, 30);
		const made: number[] = [];
		const ask = () =>
			askWhoStays(house.db, async (_, { mailing }) => void made.push(mailing), AbortSignal.timeout(60_000));
		await Promise.all([ask(), ask(), ask()]);
		expect(made.length).toBe(1);
	});
});

describe("silence is counted from a person's own mail", () => {
	const hanging = async () => {
		const need = needs.find(({ label }) => label === "organise.need.stay-hangs");
		const { rows } = await sql<{ n: number }>`${need?.found([campaign.id])}`.execute(house.db);
		return rows.map(({ n }) => n);
	};

	test("while the mailing is paused nobody is deleted or asked anew, and the desk hears of it; resumed, thirty days later they are gone", async () => {
		await close();
		await age(house.owner, 90);
		await night();
		const { id } = await newestMailing();
		expect(await pauseMailing(house.db, id)).toBe(true);
		await age(house.owner, 7);
		expect(await hanging()).toEqual([]);
		await age(house.owner, 1);
		expect(await hanging()).toEqual([8]);
		for (const days of [23, 200]) {
			await age(house.owner, days);
			await night();
			expect([(await held()).length, (await asked()).length]).toEqual([2, 2]);
		}
		expect(await resumeMailing(house.db, id)).toBe(true);
		await delivered();
		expect([(await newestMailing()).status, await hanging()]).toEqual(["finished", []]);
		await night();
		await age(house.owner, 30);
		await night();
		expect((await held()).length).toBe(2);
		await age(house.owner, 1);
		await night();
		expect([await held(), (await asked()).length]).toEqual([[], 2]);
	});

	test("each from the day of theirs, however long the others wait", async () => {
		await close();
		await age(house.owner, 90);
		await night();
		await sql`update email_deliveries set state = 'sent', done_on = current_date where subject_id = ${people[0]}`.execute(
			house.owner,
		);
		await pauseMailing(house.db, (await newestMailing()).id);
		await night();
		await age(house.owner, 31);
		await night();
		expect(await held()).toEqual([people[1]]);
	});

	test("a mailing that was ended by hand deletes nobody: whoever it missed is asked anew when its thirty days are over", async () => {
		await close();
		await age(house.owner, 90);
		await night();
		const { id } = await newestMailing();
		await cancelMailing(house.db, id);
		await night();
		await age(house.owner, 30);
		await night();
		expect([(await held()).length, (await newestMailing()).id]).toEqual([2, id]);
		await age(house.owner, 1);
		await night();
		expect((await held()).length).toBe(2);
		expect((await newestMailing()).id).toBeGreaterThan(id);
	});

	test("whom a finished mailing could not reach is kept as who stays, and asked the next time", async () => {
		await close();
		await age(house.owner, 90);
		await night();
		await delivered("rejected");
		await night();
		await age(house.owner, 31);
		await night();
		expect((await held()).length).toBe(2);
		const { rows } = await sql<{ kept: boolean }>`
			select asked_on is null and keep_until > current_date + 28 as kept from subscriptions`.execute(house.owner);
		expect(rows).toEqual([{ kept: true }, { kept: true }]);
	});

	test("no worker for a year: who had stayed is not deleted the day it comes back, but asked", async () => {
		await askedToday();
		await stay(house.db, keys, token());
		await age(house.owner, 31);
		await night();
		await age(house.owner, 500);
		await runRetention(house.db);
		expect(await held()).toEqual([people[0]]);
		await night();
		expect((await newestMailing()).status).toBe("sending");
		await delivered();
		await night();
		await age(house.owner, 31);
		await night();
		expect(await held()).toEqual([]);
	});

	test("who opens the mail before the night has noted it is asked by the page already, and can stay", async () => {
		await close();
		await age(house.owner, 90);
		await night();
		const open = await findPreferences(house.db, keys, token(), "en");
		expect(open?.ending?.keepUntil).toBe(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10));
		await stay(house.db, keys, token());
		await delivered();
		await night();
		await age(house.owner, 31);
		await night();
		expect(await held()).toEqual([people[0]]);
	});

	test("a night that is told to end has not asked, and the next one does", async () => {
		await close();
		await age(house.owner, 90);
		const job = stayJob();
		expect([await job.run(house.db, AbortSignal.abort()), (await newestMailing()).id]).toEqual([false, 0]);
		expect(await job.run(house.db, AbortSignal.timeout(60_000))).toBe(true);
		expect((await newestMailing()).status).toBe("scheduled");
	});

	test("more people than one statement looks at are all noted", async () => {
		await sql`insert into subscriptions (campaign_id, fingerprint, locale, sealed, domain_bucket)
			select ${campaign.id}, sha256(n::text::bytea), 'en', '\\x00', 20 from generate_series(1, 10001) n`.execute(
			house.owner,
		);
		await askedToday();
		const { rows } = await sql<{ n: number }>`
			select count(*)::int as n from subscriptions where asked_on = current_date`.execute(house.owner);
		expect(rows).toEqual([{ n: 10_003 }]);
	});
});
