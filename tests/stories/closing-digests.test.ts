import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sendDigests } from "#app/petitions/closing/digests.server.ts";
import {
	addDay,
	addMailbox,
	digestsOf,
	removeMailbox,
	sendDigestAgain,
	setDigests,
} from "#app/petitions/closing/mailboxes.server.ts";
import { reachedGoal } from "#app/petitions/closing/reached-goal.ts";
import { rollUpCounts } from "#app/petitions/count.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import { mailPlace, type SealedMail } from "#emails/kinds.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { type HandinPetition, plantHandinPetition, plantSigners } from "#tests/support/handins.ts";

const keys = readKeyRing(`1:${Buffer.alloc(32, 7).toString("base64")}`);
const origin = "https://sample.example";
const by = randomUUID();
let house: TestDatabase;
let petition: HandinPetition;
beforeAll(async () => {
	house = await testDatabase();
});
afterAll(() => house.drop());
beforeEach(async () => {
	await sql`delete from petition_digests`.execute(house.owner);
	petition = await plantHandinPetition(house.owner, [["One body"]]);
	await sql`insert into petition_counts (petition_id) values (${petition.id}) on conflict do nothing`.execute(
		house.owner,
	);
});

const of = () => ({ petition: petition.slug, campaignId: petition.campaignId });
const addOne = (place: number | null = 1) =>
	addMailbox(house.db, keys, of(), { body: "One body", email: "office@body.example", locale: "en", place, by });
const tell = () => sendDigests(house.db, keys, origin);

async function signed(n: number) {
	await plantSigners(
		house.owner,
		keys,
		petition,
		Array.from({ length: n }, (_, i) => ({
			name: `Nameless Sample ${i}`,
			town: "Sampletown",
			visibility: "public" as const,
		})),
	);
	await rollUpCounts(house.db);
}

/** What the mailboxes were promised, opened. */
async function mails() {
	const { rows } = await sql<{ subject: string; milestone: string; sealed: Buffer }>`
		select g.id as subject, g.milestone, d.params_sealed as sealed from digests g
		join digest_mailboxes m on m.id = g.mailbox_id join email_deliveries d on d.subject_id = g.id
		where m.petition_id = ${petition.id} order by g.again, g.milestone`.execute(house.owner);
	return rows.map(({ subject, milestone, sealed }) => ({
		milestone,
		...open<SealedMail<"digest">>(keys, mailPlace(subject), sealed),
	}));
}
const milestones = async () => (await mails()).map(({ milestone }) => milestone);
const shown = async () => (await digestsOf(house.db, keys, of()))?.mailboxes.flatMap(({ digests }) => digests);
const becomes = (state: string, code: string | null = null) =>
	sql`update email_deliveries set state = ${state}, done_on = current_date, params_sealed = null, enhanced_code = ${code}`.execute(
		house.owner,
	);

test("a goal is reached at its number and not one before", () => {
	expect([0, 99, 100, 249, 250, 12_000].map(reachedGoal)).toEqual([0, 0, 100, 100, 250, 10_000]);
});

describe("a body's mailbox", () => {
	test("hears of each goal once, whoever sends, and only of goals after they began", async () => {
		await addOne();
		await signed(100);
		await setDigests(house.db, of(), true, by);
		await tell();
		expect(await milestones()).toEqual([]);
		await signed(150);
		await Promise.all([tell(), tell(), tell()]);
		await tell();
		expect(await milestones()).toEqual(["goal-250"]);
		await signed(400);
		await tell();
		expect(await milestones()).toEqual(["goal-250", "goal-500"]);
	});

	test("gets text, number and organisations, and no word of any signer", async () => {
		await addOne(null);
		await setDigests(house.db, of(), true, by);
		await sql`
			with bodies as (
				insert into organisations (campaign_id, kind, name, country, name_withheld) values
					(${petition.campaignId}, 'branch', 'Sample union branch (a sample)', 'GB', false),
					(${petition.campaignId}, 'branch', 'Withheld branch (a sample)', 'GB', true)
				returning id)
			insert into endorsements (petition_id, organisation_id, state, adopted_on, check_way, checked_on)
			select ${petition.id}, id, 'shown', current_date, 'call-back', current_date from bodies`.execute(house.owner);
		await signed(100);
		await tell();
		const [mail] = await mails();
		expect(mail).toMatchObject({ to: "office@body.example", locale: "en" });
		expect(mail?.values.text).toContain("1. One thing");
		expect(mail?.values.numbers).toMatch(/^100 people and 2 organisations/);
		expect(mail?.values.organisations).toBe("Sample union branch (a sample)");
		expect(JSON.stringify(mail)).not.toMatch(/Nameless|Sampletown|Withheld/);
	});

	test("hears on a day that was chosen, until it is stopped or the petition handed in", async () => {
		await addOne();
		const { rows } = await sql<{ today: string }>`select to_char(current_date, 'YYYY-MM-DD') as today`.execute(
			house.db,
		);
		const today = rows[0]?.today ?? "";
		expect(await addDay(house.db, of(), "2020-01-01")).toBe(false);
		expect(await addDay(house.db, of(), today)).toBe(true);
		await tell();
		expect(await milestones()).toEqual([]);
		await setDigests(house.db, of(), true, by);
		await tell();
		expect(await milestones()).toEqual([`day-${today}`]);
		await sql`update petitions set closed_at = now(), handed_in_at = now() where id = ${petition.id}`.execute(
			house.owner,
		);
		await signed(100);
		await tell();
		expect(await milestones()).toEqual([`day-${today}`]);
	});

	test("is shown with what became of each mail; what did not arrive can be sent anew, once, and what did cannot", async () => {
		await addOne();
		await setDigests(house.db, of(), true, by);
		await signed(100);
		await tell();
		const [first] = (await shown()) ?? [];
		expect(first).toMatchObject({ milestone: "goal-100", state: "queued" });
		const again = () => sendDigestAgain(house.db, keys, of(), { id: first?.id ?? "", origin });
		await becomes("sent", "2.0.0");
		expect((await shown())?.[0]?.state).toBe("sent");
		expect(await again()).toBe(false);
		await becomes("sent", "5.1.1");
		expect((await shown())?.[0]?.state).toBe("bounced");
		await becomes("rejected", "5.7.1");
		expect((await shown())?.[0]?.state).toBe("rejected");
		expect([await again(), await again()]).toEqual([true, false]);
		expect((await shown())?.map(({ state }) => state)).toEqual(["queued"]);
	});

	test("is sealed, and goes with all that is known of it", async () => {
		const id = await addOne();
		const raw = await sql<{ sealed: Buffer }>`select sealed from digest_mailboxes where id = ${id}`.execute(
			house.owner,
		);
		expect(raw.rows[0]?.sealed.includes("office@body.example")).toBe(false);
		expect(await removeMailbox(house.db, { ...of(), petition: "another" }, id ?? "")).toBe(false);
		expect(await removeMailbox(house.db, of(), id ?? "")).toBe(true);
		expect((await digestsOf(house.db, keys, of()))?.mailboxes).toEqual([]);
	});
});
