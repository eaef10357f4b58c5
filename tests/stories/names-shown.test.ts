import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { changeSignature } from "#app/petitions/change-signature.server.ts";
import { rollUpCounts } from "#app/petitions/count.server.ts";
import { hideName, keptNames, readAgain } from "#app/petitions/showing/hide-name.server.ts";
import { linesOn } from "#app/petitions/showing/lines.server.ts";
import { listNames } from "#app/petitions/showing/list-names.server.ts";
import { NAMES_A_PAGE, namesOn } from "#app/petitions/showing/names.server.ts";
import { linesOf, pickLine } from "#app/petitions/showing/pick-lines.server.ts";
import { publishCountries, publishedCountries } from "#app/petitions/showing/publish-countries.server.ts";
import { readNames, unreadNames } from "#app/petitions/showing/read-names.server.ts";
import { sortLines } from "#app/petitions/showing/sort-lines.server.ts";
import { newFingerprintKey } from "#app/seal/fingerprint.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { plantSigners, type Signer } from "#tests/support/named-signers.ts";
import { plantPetition, plantSignatures } from "#tests/support/signatures.ts";

// Whose name is shown, since when, and who decides it.

const keys = readKeyRing(`1:${randomBytes(32).toString("base64")}`);
let house: TestDatabase;
let petition: { id: number; slug: string };
let campaign: number;

beforeAll(async () => {
	house = await testDatabase();
});
afterAll(() => house.drop());
beforeEach(async () => {
	petition = await plantPetition(house.owner);
	const { rows } = await sql<{ id: number }>`
		select campaign_id as id from petitions where id = ${petition.id}`.execute(house.owner);
	campaign = rows[0]?.id ?? 0;
	// Protected names are found under the campaign's key.
	const key = newFingerprintKey(keys, `campaigns/${petition.slug}`);
	await sql`update campaigns set key_sealed = ${key} where id = ${campaign}`.execute(house.owner);
});

const plant = (signers: readonly Signer[]) => plantSigners(house, keys, petition.id, signers);
const people = (n: number, more: Signer = {}) =>
	Array.from({ length: n }, (_, i) => ({ name: `Sample ${i}`, ...more }));
const shown = async () => (await namesOn(house.db, keys, petition.slug, 1))?.names.map(({ name }) => name) ?? [];
const change = (id: string, what: Partial<Parameters<typeof changeSignature>[3]>) =>
	changeSignature(house.db, keys, id, { locale: "en", ...what });

test("four who wait are not listed; the fifth brings all of them at once", async () => {
	await plant(people(4));
	await listNames(house.db);
	expect(await shown()).toEqual([]);
	await plant([{ name: "The fifth" }]);
	await listNames(house.db);
	expect((await shown()).length).toBe(5);
	await plant(people(3));
	await listNames(house.db);
	expect((await shown()).length).toBe(5);
});

test("nobody's name is listed before a moderator has read it, and other words are read anew", async () => {
	const ids = await plant(people(6, { nameRead: "unread" }));
	await listNames(house.db);
	expect(await shown()).toEqual([]);
	const unread = await unreadNames(house.db, keys, campaign);
	expect(unread.map(({ id }) => id)).toEqual([...ids].sort());
	// Changed after it was read, and before it was released.
	await change(unread[0]?.id ?? "", { name: "A Slogan" });
	const read = unread.map(({ id, digest }, i) => ({ id, digest, release: i !== 1 }));
	expect(await readNames(house.db, keys, campaign + 1, read)).toEqual({ released: 0, held: 0 });
	expect(await readNames(house.db, keys, campaign, read)).toEqual({ released: 4, held: 1 });
	await listNames(house.db);
	expect(await shown()).toEqual([]);
	await plant([{ name: "The fifth" }]);
	await listNames(house.db);
	expect((await shown()).length).toBe(5);
	const listed = unread[2]?.id ?? "";
	await change(listed, { town: "A slogan for a town" });
	expect((await shown()).length).toBe(4);
	expect((await unreadNames(house.db, keys, campaign)).map(({ id }) => id)).toContain(listed);
});

test("what a filter finds in a name is said to who reads it", async () => {
	await plant([{ name: "Call +1 555 010 0199", nameRead: "unread" }]);
	expect((await unreadNames(house.db, keys, campaign)).map(({ flags }) => flags)).toEqual([["phone"]]);
});

test("nobody is listed on the day on which they confirmed", async () => {
	await plant(people(9, { ago: 0 }));
	await listNames(house.db);
	expect(await shown()).toEqual([]);
});

test("the list is in the order of random ids, whoever came first or is called first, a hundred on a page", async () => {
	const ids = await plant(people(NAMES_A_PAGE + 5));
	await listNames(house.db);
	const byId = ids
		.map((id, i) => ({ id, name: `Sample ${i}` }))
		.sort((a, b) => (a.id < b.id ? -1 : 1))
		.map(({ name }) => name);
	const [first, second, third] = await Promise.all(
		[1, 2, 3].map((page) => namesOn(house.db, keys, petition.slug, page)),
	);
	expect(first?.pages).toBe(2);
	expect([...(first?.names ?? []), ...(second?.names ?? [])].map(({ name }) => name)).toEqual(byId);
	expect(third).toBeNull();
});

test("a name stands as its signer chose: in full or by initials, with town and organisation", async () => {
	await plant([
		{ name: "Sample Person", town: "Sampletown", organisation: "Sample union" },
		...people(4, { name: "Үлгі Адам", shownAs: "initials" }),
	]);
	await listNames(house.db);
	const names = (await namesOn(house.db, keys, petition.slug, 1))?.names.map(({ place: _, ...name }) => name);
	expect(names).toContainEqual({ name: "Sample Person", town: "Sampletown", organisation: "Sample union" });
	expect(names).toContainEqual({ name: "Ү. А.", town: "", organisation: "" });
});

test("who chose the addressees only, or to be counted, is never listed", async () => {
	await plant([...people(6, { visibility: "addressee" }), ...people(6, { visibility: "counted" })]);
	expect(await listNames(house.db)).toBe(0);
});

test("lowering takes a name off the list at once, and leaves no name where one is only counted", async () => {
	const [id = "", other = ""] = await plant([{ name: "First Name" }, { name: "Second Name" }, ...people(3)]);
	await listNames(house.db);
	expect(await change(id, { visibility: "addressee" })).toEqual({
		state: "changed",
		before: "public",
		after: "addressee",
		tookBack: ["public"],
	});
	expect(await change(other, { visibility: "counted" })).toMatchObject({ state: "changed", after: "counted" });
	expect((await shown()).filter((name) => name.endsWith("Name"))).toEqual([]);
	const { sealed } = await house.owner
		.selectFrom("signatures")
		.where("id", "=", other)
		.select("sealed")
		.executeTakeFirstOrThrow();
	expect(sealed).toBeNull();
});

test("only the signer shows a signature to more people: without a consent of the same transaction Postgres refuses", async () => {
	const [id = ""] = await plant([{ name: "Quiet Name", visibility: "addressee" }]);
	const rise = sql`update signatures set visibility = 'public' where id = ${id}`;
	await expect(rise.execute(house.owner)).rejects.toThrow(/consent/);
	// One that was given before, for the same words, does not do.
	expect(await change(id, { visibility: "public" })).toMatchObject({ state: "changed", after: "public" });
	expect(await change(id, { visibility: "addressee" })).toMatchObject({ state: "changed" });
	await expect(rise.execute(house.owner)).rejects.toThrow(/consent/);
	expect(await change(id, { visibility: "public" })).toMatchObject({ state: "changed" });
	const { rows } = await sql<{ n: number }>`
		select count(*) as n from signature_consents where signature_id = ${id} and purpose = 'public'`.execute(
		house.owner,
	);
	expect(rows[0]?.n).toBe(2);
});

test("who is shown again waits for the next five", async () => {
	const [id = ""] = await plant(people(5));
	await listNames(house.db);
	await change(id, { visibility: "counted" });
	expect(await change(id, { visibility: "public", name: "Back Again" })).toMatchObject({ state: "changed" });
	await listNames(house.db);
	expect(await shown()).not.toContain("Back Again");
});

test("to be named takes a name, and no link in any word", async () => {
	const [id = ""] = await plant([{ visibility: "counted" }]);
	expect(await change(id, { visibility: "public" })).toEqual({ state: "wrong", errors: { name: "sign.name.missing" } });
	expect(await change(id, { visibility: "public", name: "A Name", organisation: "www.example.org" })).toEqual({
		state: "wrong",
		errors: { organisation: "sign.name.link" },
	});
});

test("after the hand-in nothing is changed", async () => {
	const [id = ""] = await plant([{ name: "A Name" }]);
	await sql`update petitions set closed_at = now(), handed_in_at = now() where id = ${petition.id}`.execute(
		house.owner,
	);
	expect(await change(id, { visibility: "counted" })).toEqual({ state: "fixed" });
});

test("an organiser hides a name, of their own campaign only, and it stays hidden", async () => {
	const [id = ""] = await plant([{ name: "Hidden Name" }, ...people(5)]);
	await listNames(house.db);
	expect(await hideName(house.db, campaign + 1, id)).toBe(false);
	expect(await hideName(house.db, campaign, id)).toBe(true);
	expect(await shown()).not.toContain("Hidden Name");
	await change(id, { name: "Hidden Name" });
	await listNames(house.db);
	expect(await shown()).not.toContain("Hidden Name");
});

test("what was hidden, or held back, can be read again, and comes with the next five", async () => {
	const [id = ""] = await plant([{ name: "Hidden Name" }, ...people(5)]);
	await listNames(house.db);
	await hideName(house.db, campaign, id);
	expect((await keptNames(house.db, keys, campaign)).map(({ name }) => name)).toEqual(["Hidden Name"]);
	expect(await readAgain(house.db, campaign + 1, id)).toBe(false);
	expect(await readAgain(house.db, campaign, id)).toBe(true);
	await listNames(house.db);
	expect(await shown()).not.toContain("Hidden Name");
	await plant(people(4));
	const read = (await unreadNames(house.db, keys, campaign)).map(({ id, digest }) => ({ id, digest, release: true }));
	await readNames(house.db, keys, campaign, read);
	await listNames(house.db);
	expect(await shown()).toContain("Hidden Name");
});

test("a line is published where its writer allows it and a moderator picked it, without a name that is not public", async () => {
	const said = { line: "With you", linePublic: true };
	const [quiet = "", named = "", unallowed = ""] = await plant([
		{ name: "Quiet Name", visibility: "addressee", ...said },
		{ name: "Public Name", ...said, line: "We remember" },
		{ name: "Public Name", line: "For the families only" },
		...people(4),
	]);
	await listNames(house.db);
	expect(await pickLine(house.db, campaign, unallowed, true)).toBe(false);
	await expect(
		sql`insert into picked_lines values (${unallowed}, ${petition.id})`.execute(house.owner),
	).rejects.toThrow(/allows/);
	expect(await linesOn(house.db, keys, petition.slug)).toEqual({ lines: [], more: false });
	for (const id of [quiet, named]) expect(await pickLine(house.db, campaign, id, true)).toBe(true);
	const { lines } = await linesOn(house.db, keys, petition.slug);
	expect(new Set(lines.map(({ line, name }) => `${line}: ${name}`))).toEqual(
		new Set(["With you: ", "We remember: Public Name"]),
	);
	expect((await linesOf(house.db, keys, campaign)).map(({ line }) => line).sort()).toEqual([
		"For the families only",
		"We remember",
		"With you",
	]);
});

test("a line that its writer changes, or allows no more, is published no more", async () => {
	const said = { line: "With you", linePublic: true };
	const ids = await plant(people(3, said));
	for (const id of ids) await pickLine(house.db, campaign, id, true);
	const [one = "", two = "", three = ""] = ids;
	await change(one, { line: "Other words" });
	await change(two, { linePublic: false });
	await sql`update signatures set fingerprint = null, sealed = null where id = ${three}`.execute(house.owner);
	const { rows } = await sql`select from picked_lines where petition_id = ${petition.id}`.execute(house.owner);
	expect(rows).toEqual([]);
});

test("lines that were sealed before they could be told apart are sorted", async () => {
	const [id = ""] = await plant([{ name: "A Name", line: "With you", linePublic: true }]);
	await sql`update signatures set line = 'unread' where id = ${id}`.execute(house.owner);
	expect(await sortLines(house.db, keys)).toBe(1);
	expect((await linesOf(house.db, keys, campaign)).map(({ allowed }) => allowed)).toEqual([true]);
});

test("countries are published once a day at most, and no smaller step than five", async () => {
	const sign = async (country: string, n: number) => {
		await plantSignatures(
			house.owner,
			petition.id,
			Array.from({ length: n }, () => ({ country })),
		);
		await rollUpCounts(house.db);
		await sql`update petition_counts set country_step = 5`.execute(house.owner);
		await publishCountries(house.db);
		return publishedCountries(house.db, petition.slug);
	};
	const tomorrow = () => sql`update published_cells set published_on = current_date - 1`.execute(house.owner);
	expect(await sign("IT", 4)).toEqual({ cells: new Map(), rest: 0 });
	// Four from one country would be what is left of the total: one of the eight stands with them.
	expect(await sign("GB", 8)).toEqual({ cells: new Map([["GB", 7]]), rest: 5 });
	expect(await sign("GB", 9)).toEqual({ cells: new Map([["GB", 7]]), rest: 5 });
	await tomorrow();
	expect(await sign("GB", 1)).toEqual({ cells: new Map([["GB", 17]]), rest: 5 });
	await tomorrow();
	expect(await sign("IT", 4)).toEqual({ cells: new Map([["GB", 17]]), rest: 5 });
});
