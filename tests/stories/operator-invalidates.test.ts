import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run as cancelInvalidation } from "#app/cli/cancel-invalidation.ts";
import { loadDemonstration } from "#app/cli/demonstration.ts";
import { run as invalidate } from "#app/cli/invalidate.ts";
import { run as listInvalidations } from "#app/cli/list-invalidations.ts";
import { run as resumeInvalidation } from "#app/cli/resume-invalidation.ts";
import { run as undoInvalidation } from "#app/cli/undo-invalidation.ts";
import { readSettings, type Settings } from "#app/env.server.ts";
import { petitionDomains } from "#app/petitions/abuse/domain-print.server.ts";
import { countOf } from "#app/petitions/count.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { operate } from "#tests/support/operator.ts";
import { plantSignatures } from "#tests/support/signatures.ts";

// The operator's tool, as it is typed. What the steps do to the counts: invalidations.test.ts.

let base: TestDatabase;
let dir: string;
let flooded: string[];
let site: { url: string; settings: Settings };
beforeAll(async () => {
	base = await testDatabase();
	dir = await mkdtemp(join(tmpdir(), "yntymaq-operator-"));
	site = { url: base.url, settings: await readSettings({ DATA_DIR: dir }) };
	await loadDemonstration(base.url, site.settings);
	const petition = await petitionDomains(base.db, readKeyRing(site.settings.SECRET_KEYS), "zhanaozen");
	const domain = petition?.printOf("forgers.example");
	const id = petition?.id ?? 0;
	flooded = await plantSignatures(
		base.owner,
		id,
		Array.from({ length: 1_600 }, () => ({ domain, country: "DE" })),
	);
	await plantSignatures(
		base.owner,
		id,
		Array.from({ length: 40 }, () => ({ country: "FR" })),
	);
});
afterAll(async () => {
	await base.drop();
	await rm(dir, { recursive: true, force: true });
});

const count = async () => (await countOf(base.db, "zhanaozen"))?.count;
const numberIn = (said: string) => /invalidation (\d+)/.exec(said)?.[1] ?? "";
const flood = ["zhanaozen", "--domain", "mail.forgers.example"];

test("a preview prints numbers, changes nothing and can be done later", async () => {
	const said = await operate(site, invalidate, ...flood, "--preview");
	expect(said).toMatch(/1600 {2}country DE\n/);
	expect(said).toMatch(/1600 {2}signatures: invalidation \d+\n/);
	expect(said).toContain("nothing was changed");
	expect(said).not.toContain("forgers");
	expect(await count()).toBe(1_640);

	const number = numberIn(said);
	expect(await operate(site, resumeInvalidation, number)).toContain(`${number}  done  1600 of 1600 taken out`);
	expect(await count()).toBe(40);
	expect(await operate(site, undoInvalidation, number)).toContain("1600 brought back");
	expect(await count()).toBe(1_640);
	await expect(operate(site, undoInvalidation, number)).rejects.toThrow(/nothing to undo/);
});

test("Ctrl-C stops after the step in hand and says how to go on; it can be cancelled and undone", async () => {
	// The second step waits for a signature that we hold.
	const waitedFor = [...flooded].sort()[700] ?? "";
	const held = await base.owner.startTransaction().execute();
	await held.selectFrom("signatures").select("id").where("id", "=", waitedFor).forNoKeyUpdate().execute();
	const running = operate(site, invalidate, ...flood);
	const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
	await expect.poll(async () => (await waiting.execute(base.owner)).rows.length).toBe(1);
	process.emit("SIGINT");
	await held.rollback().execute();

	const number = numberIn(await running);
	expect(await running).toContain(`1000 of 1600 taken out; petition resume-invalidation ${number} goes on`);
	expect(await count()).toBe(640);
	expect(await operate(site, cancelInvalidation, number)).toContain("is cancelled");
	expect(await operate(site, listInvalidations, "zhanaozen")).toContain(`${number}  cancelled  1000 of 1600 taken out`);
	await operate(site, undoInvalidation, number);
	expect(await count()).toBe(1_640);
});

describe("what cannot be done is said in one line", () => {
	test.each([
		["no rule", ["zhanaozen"], /at least one of --domain/],
		["no such petition", ["nowhere", "--country", "DE"], /there is no petition nowhere/],
		["a provider of anybody", ["zhanaozen", "--domain", "gmail.com"], /anybody can have a mailbox there/],
		["a name", ["zhanaozen", "--name", "Sam"], /Unknown option '--name'/],
		["a wrong day", ["zhanaozen", "--from", "yesterday"], /from is a day/],
	])("%s", async (_what, args, line) => {
		await expect(operate(site, invalidate, ...args)).rejects.toThrow(line);
	});

	test("a number that is none, or not there", async () => {
		await expect(operate(site, resumeInvalidation, "all")).rejects.toThrow(/not a number/);
		await expect(operate(site, resumeInvalidation, "999")).rejects.toThrow(/no invalidation 999/);
		await expect(operate(site, cancelInvalidation, "999")).rejects.toThrow(/does not run/);
	});
});
