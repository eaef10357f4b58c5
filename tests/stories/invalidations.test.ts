import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { InvalidationRule } from "#app/petitions/abuse/invalidation-rule.server.ts";
import { carryOn } from "#app/petitions/abuse/invalidation-steps.server.ts";
import {
	beginInvalidation,
	beginUndoing,
	cancelInvalidation,
	previewInvalidation,
} from "#app/petitions/abuse/invalidations.server.ts";
import { breakdown } from "#app/petitions/abuse/matching.server.ts";
import { rollUpCounts } from "#app/petitions/count.server.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { type Planted, plantPetition, plantSignatures } from "#tests/support/signatures.ts";

let base: TestDatabase;
beforeAll(async () => {
	base = await testDatabase();
});
afterAll(() => base.drop());

const forgers = randomBytes(32);
let petition: number;
let flood: string[];
async function plant() {
	petition = (await plantPetition(base.owner)).id;
	const people = Array.from(
		{ length: 400 },
		(_, i): Planted => ({
			country: ["DE", "FR", "IT"][i % 3],
			locale: ["en", "ru"][i % 2],
			source: i % 5 === 0 ? "leaflet" : "",
			visibility: i % 4 === 0 ? "public" : "counted",
			day: i < 100 ? "2026-11-30" : "2026-12-01",
		}),
	);
	await plantSignatures(base.owner, petition, people);
	flood = await plantSignatures(
		base.owner,
		petition,
		Array.from(
			{ length: 1_200 },
			(_, i): Planted => ({
				domain: forgers,
				country: ["DE", "FR", "IT", "PL"][i % 4],
				locale: ["en", "ru", "kk"][i % 3],
				source: i % 7 === 0 ? "leaflet" : "",
				state: i % 3 === 0 ? "quarantined" : "confirmed",
				day: i < 300 ? "2026-11-30" : "2026-12-01",
			}),
		),
	);
}

const byDomain: InvalidationRule = { domain: forgers.toString("hex") };
const quietly = { signal: new AbortController().signal, onStep: () => undefined };

/** Every number of the petition that is published or kept, and every signature's state. */
async function everything() {
	await rollUpCounts(base.db);
	const of = async (query: ReturnType<typeof sql<object>>) => (await query.execute(base.owner)).rows;
	return {
		cells: await of(
			sql`select country, locale, source, n from signature_counts where petition_id = ${petition} and n <> 0 order by 1, 2, 3`,
		),
		total: await of(sql`select signatures from petition_counts where petition_id = ${petition}`),
		states: await of(sql`select id, state from signatures where petition_id = ${petition} order by id`),
		confirmed: await of(sql`
			select country, locale, source, count(*) as n from signatures
			where petition_id = ${petition} and state = 'confirmed' group by 1, 2, 3 order by 1, 2, 3`),
	};
}

async function begun(rule: InvalidationRule): Promise<number> {
	const { id } = await previewInvalidation(base.db, petition, rule);
	await beginInvalidation(base.db, id);
	return id;
}

/** Stops after so many steps, as Ctrl-C does. */
async function interruptedAfter(steps: number, id: number) {
	const stopping = new AbortController();
	let done = 0;
	return carryOn(base.db, id, {
		signal: stopping.signal,
		onStep() {
			if (++done === steps) stopping.abort();
		},
	});
}

describe("an invalidation", () => {
	beforeEach(plant);

	test("a preview says how many and which, without a name, and changes nothing", async () => {
		const before = await everything();
		expect(await previewInvalidation(base.db, petition, byDomain)).toMatchObject({ state: "preview", matched: 1_200 });
		const parts = await breakdown(base.db, petition, byDomain);
		const of = (dimension: string) =>
			Object.fromEntries(parts.filter((p) => p.dimension === dimension).map((p) => [p.value, p.n]));
		expect(of("state")).toEqual({ confirmed: 800, quarantined: 400 });
		expect(of("day")).toEqual({ "2026-11-30": 300, "2026-12-01": 900 });
		expect(of("country")).toEqual({ DE: 300, FR: 300, IT: 300, PL: 300 });
		expect(await everything()).toEqual(before);
	});

	test("interrupted, resumed and undone: every count in every dimension and every state is what it was", async () => {
		const before = await everything();
		const id = await begun(byDomain);
		expect(await interruptedAfter(1, id)).toMatchObject({ state: "running", matched: 1_200, invalidated: 500 });
		const half = await everything();
		expect(half.cells).toEqual(half.confirmed);
		expect(half.total).not.toEqual(before.total);

		expect(await carryOn(base.db, id, quietly)).toMatchObject({ state: "done", invalidated: 1_200 });
		expect((await everything()).total).toEqual([{ signatures: 400 }]);

		await beginUndoing(base.db, id);
		expect(await interruptedAfter(2, id)).toMatchObject({ state: "undoing", restored: 1_000 });
		expect(await carryOn(base.db, id, quietly)).toMatchObject({ state: "undone", restored: 1_200 });
		expect(await everything()).toEqual(before);
		expect(await base.owner.selectFrom("invalidation_items").selectAll().execute()).toEqual([]);
	});

	test("cancelled half-way, then undone: as before; resuming what was cancelled does nothing", async () => {
		const before = await everything();
		const id = await begun(byDomain);
		await interruptedAfter(1, id);
		expect(await cancelInvalidation(base.db, id)).toBe(true);
		expect(await carryOn(base.db, id, quietly)).toMatchObject({ state: "cancelled", invalidated: 500 });
		await beginUndoing(base.db, id);
		await carryOn(base.db, id, quietly);
		expect(await everything()).toEqual(before);
	});

	test("who withdraws meanwhile stays withdrawn; who signs meanwhile is not touched", async () => {
		const id = await begun(byDomain);
		await interruptedAfter(1, id);
		const gone = flood.slice(0, 30);
		await base.db.deleteFrom("signatures").where("id", "in", gone).execute();
		const [late] = await plantSignatures(base.owner, petition, [{ domain: forgers }]);
		await carryOn(base.db, id, quietly);
		await beginUndoing(base.db, id);
		expect(await carryOn(base.db, id, quietly)).toMatchObject({ state: "undone" });
		const { states, cells, confirmed } = await everything();
		const left = new Map((states as { id: string; state: string }[]).map((row) => [row.id, row.state]));
		expect(gone.some((one) => left.has(one))).toBe(false);
		expect(left.get(late ?? "")).toBe("confirmed");
		flood.forEach((one, i) => {
			if (i >= 30) expect(left.get(one)).toBe(i % 3 === 0 ? "quarantined" : "confirmed");
		});
		expect(cells).toEqual(confirmed);
	});

	test("two rules that overlap take each signature once, and each brings back its own", async () => {
		const before = await everything();
		const [one, two] = [await begun(byDomain), await begun({ country: "DE" })];
		await Promise.all([carryOn(base.db, one, quietly), carryOn(base.db, two, quietly), carryOn(base.db, one, quietly)]);
		expect((await everything()).total).toEqual([{ signatures: 266 }]);
		await beginUndoing(base.db, one);
		await carryOn(base.db, one, quietly);
		await beginUndoing(base.db, two);
		await carryOn(base.db, two, quietly);
		expect(await everything()).toEqual(before);
	});
});

describe("a rule", () => {
	beforeAll(plant);

	test.each<[string, InvalidationRule, number]>([
		["a day on", { from: "2026-12-01" }, 1_200],
		["until a day", { to: "2026-11-30" }, 400],
		["a country", { country: "PL" }, 300],
		["a language", { locale: "kk" }, 400],
		["a source", { source: "leaflet" }, 252],
		["no source", { source: "" }, 1_348],
		["who may see the name", { visibility: "public" }, 100],
		["a state", { state: "quarantined" }, 400],
		["all of them together", { ...byDomain, from: "2026-12-01", country: "DE", locale: "en", state: "confirmed" }, 0],
		["some of them", { ...byDomain, to: "2026-11-30", country: "FR", state: "confirmed" }, 50],
	])("finds by %s", async (_name, rule, matched) => {
		expect(await previewInvalidation(base.db, petition, rule)).toMatchObject({ matched });
	});

	test("never finds another petition's signatures", async () => {
		const other = await plantPetition(base.owner);
		expect(await previewInvalidation(base.db, other.id, { country: "DE" })).toMatchObject({ matched: 0 });
	});
});
