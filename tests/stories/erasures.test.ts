import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run as apply } from "#app/cli/apply-erasures.ts";
import { loadDemonstration } from "#app/cli/demonstration.ts";
import { run as exportErasures } from "#app/cli/export-erasures.ts";
import { recordConsentTexts } from "#app/consent/texts.server.ts";
import { readSettings, type Settings } from "#app/env.server.ts";
import { eraseEverything } from "#app/my/erase.server.ts";
import { type Erasure, erasures, reapplyErasures } from "#app/my/erasures.server.ts";
import { everythingHeld } from "#app/my/held.server.ts";
import { changeHeld } from "#app/petitions/changing/change-held.server.ts";
import { checkCounts } from "#app/petitions/check-counts.server.ts";
import { rollUpCounts } from "#app/petitions/count.server.ts";
import { hideName } from "#app/petitions/showing/hide-name.server.ts";
import { type KeyRing, readKeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { addressKey } from "#emails/address-key.ts";
import { copyOf, type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { operate } from "#tests/support/operator.ts";
import { confirmDirectly, plantEverything } from "#tests/support/plant-everything.ts";
import { unsealed } from "#tests/support/unsealed.ts";

// A copy that is older than an erasure is restored: with the ledger applied to it, nobody comes back.

const [leaver, stayer, shy] = ["planted-leaver@example.org", "planted-stayer@example.org", "planted-shy@example.org"];
let dir: string;
let site: TestDatabase;
let settings: Settings;
let keys: KeyRing;
beforeAll(async () => {
	dir = await mkdtemp(join(tmpdir(), "yntymaq-erasures-"));
	site = await testDatabase();
	settings = await readSettings({ DATA_DIR: dir });
	keys = readKeyRing(settings.SECRET_KEYS);
	await loadDemonstration(site.url, settings);
	await recordConsentTexts(site.db);
});
afterAll(async () => {
	await site.drop();
	await rm(dir, { recursive: true, force: true });
});

const countOf = async (db: Db) => {
	await rollUpCounts(db);
	const { rows } = await sql<{ n: number }>`select sum(signatures)::int as n from petition_counts`.execute(db);
	return rows[0]?.n;
};
const holds = async (db: Db, email: string) => {
	const { petitions, updates, endorsements, pickets } = await everythingHeld(
		db,
		keys,
		await addressKey(db, keys),
		email,
		"en",
	);
	return [
		petitions.signatures,
		petitions.submissions,
		updates.filter(({ subscription }) => subscription),
		endorsements,
		pickets.rsvps,
		pickets.hosts,
		pickets.trusted,
	].map((list) => list.length);
};

test("what was erased since a copy was made is erased in it again, with the mails that wait; whoever stayed stays", async () => {
	for (const email of [leaver, stayer]) await plantEverything(site, keys, email);
	await confirmDirectly(site.db, keys, shy, { visibility: "public", name: "Shy Planted" });
	const copy = await copyOf(site);
	try {
		const key = await addressKey(site.db, keys);
		await eraseEverything(site.db, keys, key, leaver);
		const [held] = (await everythingHeld(site.db, keys, key, shy, "en")).petitions.signatures;
		await changeHeld(site.db, keys, shy, held?.id ?? "", { visibility: "counted", locale: "en" });

		const file = join(dir, "erasures.jsonl");
		const said = await operate({ url: site.url, settings }, exportErasures, file);
		expect(said).toBe(`8 erasures written to ${file}\n`);
		expect(await holds(copy.db, leaver)).toEqual([1, 1, 1, 1, 2, 1, 1]);

		expect(await operate({ url: copy.url, settings }, apply, file)).toContain("8 were new to this copy");
		const recorded = await copy.owner.selectFrom("audit_log").select(["act", "figures"]).orderBy("seq").execute();
		expect(recorded.at(-1)).toEqual({ act: "erasures.applied", figures: { ended: 8, learnt: 8 } });
		expect(await holds(copy.db, leaver)).toEqual([0, 0, 0, 0, 0, 0, 0]);
		const readable = await unsealed(copy.owner, keys);
		expect(readable.filter((text) => text.includes(leaver) || text.includes("Shy Planted"))).toEqual([]);
		expect(await countOf(copy.db)).toBe(await countOf(site.db));
		expect(await checkCounts(copy.db)).toEqual([]);
		// Whom a campaign trusts as hosts is forgotten for all: moderators read their next picket first.
		expect(await holds(copy.db, stayer)).toEqual([1, 1, 1, 1, 2, 1, 0]);

		expect(await operate({ url: copy.url, settings }, apply, file)).toContain(
			"0 rows had come back and are gone; 0 were new",
		);
	} finally {
		await copy.drop();
	}
});

test("a word that was replaced, a name that was hidden, a person of a handed-in list and an anonymised petition", async () => {
	const [renamed, hidden, handed, over] = ["renamed", "hidden", "handed", "over"].map(
		(who) => `planted-${who}@example.org`,
	) as [string, string, string, string];
	const ids: Record<string, string> = {};
	for (const email of [renamed, hidden, handed, over]) {
		await confirmDirectly(site.db, keys, email, {
			visibility: "public",
			name: "Old Planted",
			organisation: "Old",
			line: "A line",
			linePublic: true,
		});
		const [held] = (await everythingHeld(site.db, keys, await addressKey(site.db, keys), email, "en")).petitions
			.signatures;
		ids[email] = held?.id ?? "";
	}
	// An undoing that the copy has seen stays undone in it.
	const undone = { about: "public" as const, row: ids[renamed] ?? "", on: "2026-01-01" };
	await site.db
		.insertInto("erasures")
		.values({ about: undone.about, row_id: undone.row, erased_on: undone.on })
		.execute();
	const copy = await copyOf(site);
	try {
		const key = await addressKey(site.db, keys);
		await reapplyErasures(copy.db, [undone]);
		const seen = async (email: string) =>
			copy.owner
				.selectFrom("signatures")
				.where("id", "=", ids[email] ?? "")
				.select(["visibility", "hidden_on", "sealed", "fingerprint", "line"])
				.executeTakeFirstOrThrow();
		expect((await seen(renamed)).visibility).toBe("public");

		const changed = await changeHeld(site.db, keys, renamed, ids[renamed] ?? "", { organisation: "", locale: "en" });
		expect(changed).toMatchObject({ state: "changed", after: "public", tookBack: ["name"] });
		const lineless = await changeHeld(site.db, keys, over, ids[over] ?? "", { linePublic: false, locale: "en" });
		expect(lineless).toMatchObject({ state: "changed", after: "public", tookBack: ["line"] });
		const { campaign_id: campaignId } = await site.owner
			.selectFrom("petitions as p")
			.innerJoin("signatures as s", "s.petition_id", "p.id")
			.where("s.id", "=", ids[hidden] ?? "")
			.select("p.campaign_id")
			.executeTakeFirstOrThrow();
		expect(await hideName(site.db, campaignId, ids[hidden] ?? "")).toBe(true);
		await site.owner.updateTable("petitions").set({ handed_in_at: new Date() }).execute();
		await eraseEverything(site.db, keys, key, handed);
		const since: Erasure[] = [];
		for await (const line of erasures(site.db)) since.push(line);
		expect(since.filter(({ about }) => about === "petition")).toEqual([]);
		await reapplyErasures(copy.db, since);
		expect(await seen(renamed)).toMatchObject({ visibility: "counted", sealed: null });
		expect((await seen(hidden)).hidden_on).not.toBeNull();
		expect(await seen(handed)).toMatchObject({ fingerprint: null, sealed: null });
		expect((await seen(over)).sealed).not.toBeNull();
		expect((await seen(over)).line).toBe("none");

		await site.owner.updateTable("petitions").set({ anonymised_at: new Date() }).execute();
		const file = join(dir, "anonymised.jsonl");
		await operate({ url: site.url, settings }, exportErasures, file);
		await operate({ url: copy.url, settings }, apply, file);
		expect(await seen(over)).toMatchObject({ fingerprint: null, sealed: null });
		const readable = await unsealed(copy.owner, keys);
		expect(readable.filter((text) => text.includes("Old Planted"))).toEqual([]);
	} finally {
		await copy.drop();
	}
});

test("a file that is none is refused by its line, and nothing is applied", async () => {
	const file = join(dir, "none.jsonl");
	await writeFile(file, `{"about":"everything","row":"x","on":"2026-12-16"}\n`);
	await expect(operate({ url: site.url, settings }, apply, file)).rejects.toThrow("line 1 is no erasure");
});
