import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newFingerprintKey } from "#app/seal/fingerprint.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys } from "#tests/support/mail.ts";

// Whom the organisations represent, by Postgres and by going through every body by hand.

let database: TestDatabase;
let campaign: number;
let petition: number;
beforeAll(async () => {
	database = await testDatabase();
	const made = await sql<{ campaign: number; petition: number }>`
		with c as (insert into campaigns (slug, zone, day, key_sealed)
			values ('tree', 'UTC', '2026-12-16', ${newFingerprintKey(keys, "campaigns/tree")}) returning id)
		insert into petitions (campaign_id, slug, key_sealed) select id, 'tree', ${newFingerprintKey(keys, "petitions/tree")} from c
		returning campaign_id as campaign, id as petition`.execute(database.owner);
	({ campaign = 0, petition = 0 } = made.rows[0] ?? {});
});
afterAll(() => database.drop());

interface Body {
	/** A body before it in the list; -1 for none. */
	above: number;
	members: number | null;
	state: "shown" | "checked" | "interested" | null;
	merged: boolean;
}
const trees = fc
	.array(
		fc.record({
			above: fc.nat(),
			members: fc.option(fc.integer({ min: 1, max: 1_000_000 }), { freq: 3 }),
			state: fc.constantFrom("shown" as const, "shown" as const, "checked" as const, "interested" as const, null),
			merged: fc.boolean(),
		}),
		{ minLength: 1, maxLength: 14 },
	)
	.map((bodies): Body[] =>
		bodies.map((body, i) => ({ ...body, above: (body.above % (i + 1)) - 1, merged: body.merged && i % 4 === 3 })),
	);

/** Goes up from each body that is shown: it counts unless one above it is shown and says its number. */
function byHand(bodies: readonly Body[]) {
	const shown = (i: number) => bodies[i]?.state === "shown" && !bodies[i]?.merged;
	const isCovered = (i: number): boolean => {
		const above = bodies[i]?.above ?? -1;
		if (above < 0) return false;
		return (shown(above) && bodies[above]?.members !== null) || isCovered(above);
	};
	const all = bodies.map((_, i) => i).filter(shown);
	const counted = all.filter((i) => !isCovered(i));
	return { organisations: all.length, represented: counted.reduce((sum, i) => sum + (bodies[i]?.members ?? 0), 0) };
}

async function plant(bodies: readonly Body[]) {
	await sql`delete from organisations`.execute(database.db);
	const ids = bodies.map(() => randomUUID());
	await database.db
		.insertInto("organisations")
		.values(
			bodies.map(({ above, members }, i) => ({
				id: ids[i] ?? "",
				campaign_id: campaign,
				parent_id: ids[above] ?? null,
				kind: "other",
				name: `Body ${i}`,
				country: "GB",
				members,
			})),
		)
		.execute();
	const endorsing = bodies.flatMap(({ state, merged }, i) =>
		state ? [{ state, merged, organisation: ids[i] ?? "" }] : [],
	);
	const rows = endorsing.map(({ state, merged, organisation }) => ({
		id: randomUUID(),
		petition_id: petition,
		organisation_id: organisation,
		state,
		adopted_on: "2026-11-01",
		check_way: "vouched",
		checked_on: "2026-11-02",
		merged,
	}));
	if (rows.length > 0)
		await database.db
			.insertInto("endorsements")
			.values(rows.map(({ merged: _, ...row }) => row))
			.execute();
	const into = rows.find(({ merged }) => !merged)?.id;
	const merged = rows.filter((row) => row.merged).map(({ id }) => id);
	// Without another one to be merged into, it is none.
	if (into)
		await sql`update endorsements set merged_into = ${into} where id = any (${merged}::uuid[])`.execute(database.db);
	return { ids, merges: into !== undefined };
}

async function counted() {
	return database.db
		.selectFrom("petition_counts")
		.where("petition_id", "=", petition)
		.select(["organisations", "represented"])
		.executeTakeFirstOrThrow();
}

test("trees with overlaps: nobody is represented twice, as a count by hand says", async () => {
	await fc.assert(
		fc.asyncProperty(trees, async (bodies) => {
			const { merges } = await plant(bodies);
			const expected = byHand(merges ? bodies : bodies.map((body) => ({ ...body, merged: false })));
			expect(await counted()).toEqual(expected);
		}),
		{ numRuns: 80 },
	);
});

test("a body that is moved, or says another number, or goes, moves the count at once", async () => {
	const body = { members: 100, state: "shown" as const, merged: false };
	const { ids } = await plant([
		{ ...body, above: -1, members: 5_000 },
		{ ...body, above: 0 },
		{ ...body, above: -1, members: 40 },
	]);
	expect(await counted()).toEqual({ organisations: 3, represented: 5_040 });
	const update = (set: string, id = 0) =>
		sql`update organisations set ${sql.raw(set)} where id = ${ids[id]}`.execute(database.db);
	await update("members = null");
	expect(await counted()).toEqual({ organisations: 3, represented: 140 });
	await update("members = 5000");
	await sql`update organisations set parent_id = ${ids[0]} where id = ${ids[2]}`.execute(database.db);
	expect(await counted()).toEqual({ organisations: 3, represented: 5_000 });
	await sql`delete from organisations where id = ${ids[0]}`.execute(database.db);
	expect(await counted()).toEqual({ organisations: 2, represented: 140 });
});

test("bodies whose name is withheld tell nothing of their size: five at least together, to the hundred below", async () => {
	const body = { members: 130, state: "shown" as const, merged: false };
	const { ids } = await plant([
		{ ...body, above: -1, members: 1_000 },
		...Array.from({ length: 5 }, () => ({ ...body, above: -1 })),
		{ ...body, above: 1, members: 70 },
	]);
	const withhold = (id = "") =>
		sql`update organisations set name_withheld = true where id = ${id}`.execute(database.db);
	const steps: number[] = [];
	for (const id of ids.slice(1, 6)) {
		await withhold(id);
		steps.push((await counted()).represented);
	}
	// The first one withheld covers nobody any more: the body below it counts for itself, and it does not.
	expect(steps).toEqual([1_590, 1_460, 1_330, 1_200, 1_070]);
	await sql`update organisations set parent_id = null where id = ${ids[6]}`.execute(database.db);
	expect(await counted()).toEqual({ organisations: 7, represented: 1_000 + 70 + 600 });
});

test("no body belongs to itself, however two are moved", async () => {
	const body = { members: 1, state: null, merged: false };
	const { ids } = await plant([
		{ ...body, above: -1 },
		{ ...body, above: 0 },
		{ ...body, above: 1 },
	]);
	const move = (from: number, to: number) =>
		sql`update organisations set parent_id = ${ids[to]} where id = ${ids[from]}`.execute(database.db);
	await expect(move(0, 2)).rejects.toMatchObject({ code: "23514" });
	await expect(move(0, 0)).rejects.toMatchObject({ code: "23514" });
	await sql`update organisations set parent_id = null`.execute(database.db);
	// Each waits for the other's tree: one of them finds the circle.
	const both = await Promise.allSettled([move(0, 1), move(1, 0)]);
	expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});
