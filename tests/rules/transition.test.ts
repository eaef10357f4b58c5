import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transition } from "#app/petitions/transition.server.ts";
import { type Move, moves, type State, states } from "#app/petitions/transition.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { plantPetition, plantSignatures } from "#tests/support/signatures.ts";

let base: TestDatabase;
let petition: number;
beforeAll(async () => {
	base = await testDatabase();
	petition = (await plantPetition(base.owner)).id;
});
afterAll(() => base.drop());

const everyMove = Object.keys(moves) as Move[];
const isLegal = (move: Move, before: State, after: State) =>
	moves[move].some(([from, to]) => from === before && to === after);

test("nothing is invalidated twice, and only what was invalidated is reinstated", () => {
	for (const after of states) expect(isLegal("invalidate", "invalidated", after)).toBe(false);
	for (const before of ["confirmed", "quarantined"] as const)
		for (const after of states) expect(isLegal("reinstate", before, after)).toBe(false);
	for (const move of everyMove) for (const state of states) expect(isLegal(move, state, state)).toBe(false);
});

test("the statement moves what the table allows and nothing else: every move, from every state, to every state", async () => {
	for (const move of everyMove)
		for (const before of states)
			for (const after of states) {
				const [id] = await plantSignatures(base.owner, petition, [{ state: before }]);
				const { rows } = await sql<{ id: string; state_before: State }>`
					with moved as (${transition(move, sql`select ${id}::uuid as id, ${after} as becomes`)})
					select * from moved`.execute(base.db);
				const { state } = await base.db
					.selectFrom("signatures")
					.select("state")
					.where("id", "=", id ?? "")
					.executeTakeFirstOrThrow();
				const legal = isLegal(move, before, after);
				expect([move, before, after, state]).toEqual([move, before, after, legal ? after : before]);
				expect(rows).toEqual(legal ? [{ id, state_before: before }] : []);
			}
});

test("two statements that move the same signatures at once move each of them once", async () => {
	const ids = await plantSignatures(
		base.owner,
		petition,
		Array.from({ length: 40 }, () => ({ state: "confirmed" })),
	);
	const hold = () =>
		sql<{ id: string }>`
			with moved as (${transition("hold", sql`select id, 'quarantined' as becomes from unnest(${ids}::uuid[]) t (id)`)})
			select id from moved`.execute(base.db);
	const moved = (await Promise.all(Array.from({ length: 6 }, hold))).flatMap(({ rows }) => rows.map(({ id }) => id));
	expect(moved.sort()).toEqual([...ids].sort());
});
