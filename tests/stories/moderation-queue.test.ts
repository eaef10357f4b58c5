import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { flagText, protectName } from "#app/moderation/flag-text.server.ts";
import { askForReview, holdsEverything, moveItem } from "#app/moderation/queue.server.ts";
import type { Move } from "#app/moderation/transition.ts";
import { claimItem, claimNext, waiting } from "#app/organise/moderation/queue.server.ts";
import { readShift, setHold, writeNote } from "#app/organise/moderation/shift.server.ts";
import { newFingerprintKey } from "#app/seal/fingerprint.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { makeOrganiser } from "#tests/support/organiser.ts";

// The queue of a campaign: who may do what to an item, however many race.

const keys = readKeyRing(`1:${Buffer.alloc(32, 7).toString("base64")}`);
let house: TestDatabase & { keys: typeof keys };
let campaignId: number;
let anna: string;
let bek: string;

beforeAll(async () => {
	house = { ...(await testDatabase()), keys };
	const { id } = await house.owner
		.insertInto("campaigns")
		.values({
			slug: "zhanaozen",
			zone: "Asia/Aqtau",
			day: "2026-12-16",
			key_sealed: newFingerprintKey(keys, "campaigns/zhanaozen"),
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	campaignId = id;
	anna = (await makeOrganiser(house, { roles: ["moderator"], name: "Sample A" })).id;
	bek = (await makeOrganiser(house, { roles: ["moderator"], name: "Sample B" })).id;
});

beforeEach(() => house.owner.deleteFrom("review_items").execute());
afterAll(() => house.drop());

async function ask(given: Partial<Parameters<typeof askForReview>[1]> = {}) {
	const subjectId = given.subjectId ?? randomUUID();
	await askForReview(house.db, { campaignId, kind: "report", subjectId, locale: "kk", flags: [], ...given });
	const { id } = await house.owner
		.selectFrom("review_items")
		.where("subject_id", "=", subjectId)
		.select("id")
		.executeTakeFirstOrThrow();
	return { id, subjectId, at: { campaignId, id } };
}

function move(at: { campaignId: number; id: string }, by: string, what: Move) {
	return house.db.transaction().execute(async (trx) => (await moveItem(trx, at, by, what, "done"))?.moved);
}
const show: Move = { to: "decide", outcome: "show", revision: 1 };
const hide: Move = { to: "decide", outcome: "hide", revision: 1 };

describe("claiming", () => {
	test("of many who reach for one item at once, one has it", async () => {
		const { at } = await ask();
		const people = Array.from({ length: 12 }, () => randomUUID());
		const moves = await Promise.all(people.map((by) => claimItem(house.db, at, by, "claim")));
		expect(moves.filter((one) => one && "is" in one)).toHaveLength(1);
		expect(moves.filter((one) => one && "refused" in one && one.refused === "taken")).toHaveLength(11);
	});

	test("two who take the next one at once get two different ones", async () => {
		await ask();
		await ask();
		const [a, b] = await Promise.all([claimNext(house.db, campaignId, anna), claimNext(house.db, campaignId, bek)]);
		expect(a).toBeDefined();
		expect(b).toBeDefined();
		expect(a).not.toBe(b);
	});

	test("ends after its time by the database's clock, or when it is given back", async () => {
		const { at, id } = await ask();
		await claimItem(house.db, at, anna, "claim");
		expect(await claimItem(house.db, at, bek, "claim")).toEqual({ refused: "taken" });
		await sql`update review_items set claimed_until = now() - interval '1 second' where id = ${id}`.execute(
			house.owner,
		);
		expect(await claimItem(house.db, at, bek, "claim")).toEqual({ is: "claimed" });
		expect(await claimItem(house.db, at, anna, "give-back")).toEqual({ refused: "taken" });
		expect(await claimItem(house.db, at, bek, "give-back")).toEqual({ is: "given-back" });
		expect(await claimItem(house.db, at, anna, "claim")).toEqual({ is: "claimed" });
	});

	test("the urgent comes first, then the oldest", async () => {
		const old = await ask();
		const urgent = await ask({ first: true });
		await sql`update review_items set since = since - interval '5 hours' where id = ${old.id}`.execute(house.owner);
		expect((await waiting(house.db, campaignId, anna)).items.map(({ id, hours }) => [id, hours >= 5])).toEqual([
			[urgent.id, false],
			[old.id, true],
		]);
	});
});

describe("the list", () => {
	test("has the hundred that come first, and says how many more there are", async () => {
		await sql`insert into review_items (campaign_id, kind, subject_id, locale)
			select ${campaignId}, 'report', gen_random_uuid(), 'ru' from generate_series(1, 102)`.execute(house.owner);
		const urgent = await ask({ first: true });
		const { items, more } = await waiting(house.db, campaignId, anna);
		expect([items.length, more, items[0]?.id]).toEqual([100, 3, urgent.id]);
	});

	test("of one language has, and gives out, only what is written in it", async () => {
		await ask({ locale: "kk", first: true });
		const russian = await ask({ locale: "ru" });
		const { items, more } = await waiting(house.db, campaignId, anna, "ru");
		expect([items.map(({ id }) => id), more]).toEqual([[russian.id], 0]);
		expect(await claimNext(house.db, campaignId, anna, "ru")).toBe(russian.id);
		expect(await claimNext(house.db, campaignId, bek, "en")).toBeUndefined();
	});

	test("keeps first what came first, though it is asked for again as any other", async () => {
		const { subjectId } = await ask({ first: true });
		await ask({ subjectId, changed: true });
		const { items } = await waiting(house.db, campaignId, anna);
		expect(items).toMatchObject([{ first: true, revision: 2 }]);
		const plain = await ask();
		await ask({ subjectId: plain.subjectId, changed: true, first: true });
		expect((await waiting(house.db, campaignId, anna)).items.map(({ first }) => first)).toEqual([true, true]);
	});
});

test("a moderator and a host who wait for each other both come through", async () => {
	const { id } = await ask();
	const other = await ask();
	let waits: () => void = () => undefined;
	const bothHold = new Promise<void>((resolve) => {
		waits = resolve;
	});
	let held = 0;
	/** Two rows, in one order or the other; the first time each waits until both have their first one. */
	const lockBoth = (first: string, second: string) =>
		inTransaction(house.db, async (trx) => {
			await sql`select from review_items where id = ${first} for update`.execute(trx);
			if (++held === 2) waits();
			await bothHold;
			await sql`update review_items set flags = flags || 'phone'::text where id = ${second}`.execute(trx);
			return second;
		});
	const done = await Promise.all([lockBoth(id, other.id), lockBoth(other.id, id)]);
	expect(done).toEqual([other.id, id]);
	expect(held).toBe(3);
	expect((await waiting(house.db, campaignId, anna)).items.map(({ flags }) => flags)).toEqual([["phone"], ["phone"]]);
});

test("what fails for another reason is not run again", async () => {
	let runs = 0;
	const failing = inTransaction(house.db, async (trx) => {
		runs++;
		await sql`insert into review_items (campaign_id, kind, subject_id, locale) values (0, 'report', gen_random_uuid(), 'ru')`.execute(
			trx,
		);
	});
	await expect(failing).rejects.toMatchObject({ code: "23503" });
	expect(runs).toBe(1);
});

describe("deciding", () => {
	test("of many who decide at once, one has decided", async () => {
		const { at } = await ask();
		const moves = await Promise.all(Array.from({ length: 12 }, () => move(at, randomUUID(), hide)));
		expect(moves.filter((one) => one && "is" in one)).toHaveLength(1);
		expect(moves.filter((one) => one && "refused" in one && one.refused === "decided")).toHaveLength(11);
	});

	test("Postgres itself refuses a second decision", async () => {
		const { at, id } = await ask();
		await move(at, anna, hide);
		const again = sql`update review_items set outcome = 'show' where id = ${id}`.execute(house.db);
		await expect(again).rejects.toThrow("this has been decided");
	});

	test("what a filter has flagged is shown when a second person says so, and not before", async () => {
		const { at } = await ask({ flags: ["phone"] });
		expect(await move(at, anna, show)).toEqual({ is: "first-shown" });
		expect(await move(at, anna, show)).toEqual({ refused: "same-person" });
		expect(await claimNext(house.db, campaignId, anna)).toBeUndefined();
		expect(await claimNext(house.db, campaignId, bek)).toBe(at.id);
		expect(await move(at, bek, show)).toEqual({ is: "decided" });
	});

	test("Postgres itself refuses one person who is both", async () => {
		const { id } = await ask({ flags: ["iin"] });
		const both = sql`
			update review_items set state = 'decided', outcome = 'show', decision = 'show', shown_first_by = ${anna},
				decided_by = ${anna}, decided_on = current_date where id = ${id}`.execute(house.db);
		await expect(both).rejects.toThrow(/check constraint/);
		const alone = sql`
			update review_items set state = 'decided', outcome = 'show', decision = 'show', decided_by = ${anna},
				decided_on = current_date where id = ${id}`.execute(house.db);
		await expect(alone).rejects.toThrow(/check constraint/);
	});

	test("hiding takes one person, flagged or not, whoever reads it just then", async () => {
		const { at } = await ask({ flags: ["language"] });
		await claimItem(house.db, at, anna, "claim");
		expect(await move(at, bek, hide)).toEqual({ is: "decided" });
	});

	test("who has read words that were changed meanwhile decides nothing, and a first yes to them is void", async () => {
		const { at, subjectId } = await ask({ flags: ["phone"] });
		await move(at, anna, show);
		await ask({ subjectId, flags: ["phone"], changed: true });
		expect(await move(at, bek, show)).toEqual({ refused: "changed" });
		expect(await move(at, bek, { ...show, revision: 2 })).toEqual({ is: "first-shown" });
	});

	test("an item of another campaign is not there", async () => {
		const { id } = await ask();
		expect(await move({ campaignId: campaignId + 1, id }, anna, hide)).toBeUndefined();
		expect(await claimItem(house.db, { campaignId: campaignId + 1, id }, anna, "claim")).toBeUndefined();
	});
});

test("asked for twice, something waits once; after it was decided it may come again", async () => {
	const { subjectId, at } = await ask();
	await Promise.all(Array.from({ length: 5 }, () => ask({ subjectId })));
	expect((await waiting(house.db, campaignId, anna)).items).toHaveLength(1);
	await move(at, anna, hide);
	await ask({ subjectId });
	expect((await waiting(house.db, campaignId, anna)).items).toHaveLength(1);
});

test("a protected name flags a text in its endings, and the list cannot be read", async () => {
	await protectName(house.db, keys, campaignId, "Образец Планов", true);
	expect(await flagText(house.db, keys, campaignId, "Говорили с Образцом Плановым.")).toEqual(["protected-name"]);
	expect(await flagText(house.db, keys, campaignId, "Говорили с другими.")).toEqual([]);
	const { rows } = await sql<{ row: string }>`select protected_names::text as row from protected_names`.execute(
		house.owner,
	);
	expect(rows.map(({ row }) => row).join()).not.toMatch(/план|образ/i);
	await protectName(house.db, keys, campaignId, "Планов Образец", false);
	expect(await flagText(house.db, keys, campaignId, "Говорили с Образцом Плановым.")).toEqual([]);
});

test("one switch holds everything new, and says so until it is turned back", async () => {
	expect(await holdsEverything(house.db, campaignId)).toBe(false);
	await setHold(house.db, campaignId, anna, true);
	expect(await holdsEverything(house.db, campaignId)).toBe(true);
	await setHold(house.db, campaignId, anna, false);
	expect(await holdsEverything(house.db, campaignId)).toBe(false);
});

test("one note is left for the next shift: the last writer's, sealed", async () => {
	await writeNote(house.db, keys, campaignId, anna, "Look at the second page.");
	await writeNote(house.db, keys, campaignId, bek, "All is quiet.");
	const { note } = await readShift(house.db, keys, campaignId);
	expect(note).toMatchObject({ text: "All is quiet.", by: "Sample B" });
	const { rows } = await sql<{ row: string }>`
		select encode(note_sealed, 'escape') as row from campaign_moderation`.execute(house.owner);
	expect(rows[0]?.row).not.toContain("quiet");
});
