import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run as addBlock } from "#app/cli/add-block.ts";
import { run as cancelInvalidation } from "#app/cli/cancel-invalidation.ts";
import { loadDemonstration } from "#app/cli/demonstration.ts";
import { run as importCampaign } from "#app/cli/import-campaign.ts";
import { run as importPlaces } from "#app/cli/import-places.ts";
import { run as invalidate } from "#app/cli/invalidate.ts";
import { run as openPetition } from "#app/cli/open-petition.ts";
import { run as removeBlock } from "#app/cli/remove-block.ts";
import { run as resumeInvalidation } from "#app/cli/resume-invalidation.ts";
import { run as retime } from "#app/cli/retime.ts";
import { run as rotateKeys } from "#app/cli/rotate-keys.ts";
import { run as runRetention } from "#app/cli/run-retention.ts";
import { run as trustDomain } from "#app/cli/trust-domain.ts";
import { run as undoInvalidation } from "#app/cli/undo-invalidation.ts";
import { readSettings, type Settings } from "#app/env.server.ts";
import { verifyAudit } from "#app/organise/audit/verify.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { addKeyVersion } from "#db/key-versions.server.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { operate } from "#tests/support/operator.ts";

// What the operator's tool changes stands in the audit log, as what an organiser does.

let base: TestDatabase;
let dir: string;
let site: { url: string; settings: Settings };
beforeAll(async () => {
	base = await testDatabase();
	dir = await mkdtemp(join(tmpdir(), "yntymaq-operator-"));
	site = { url: base.url, settings: await readSettings({ DATA_DIR: dir }) };
	await loadDemonstration(base.url, site.settings);
	const { newest } = readKeyRing(site.settings.SECRET_KEYS);
	await base.owner.deleteFrom("secret_key_versions").execute();
	await addKeyVersion(base.db, { version: newest.version, proof: newest.for("proof") });
});
afterAll(async () => {
	await base.drop();
	await rm(dir, { recursive: true, force: true });
});

type Run = Parameters<typeof operate>[1];
const rule = ["zhanaozen", "--country", "FR"];
const steps: [name: string, command: Run, args: string[], acts: object[]][] = [
	["block add", addBlock, ["network", "192.0.2.0/24", "--reason", "a test"], [{ act: "block.added", about: "1" }]],
	["block remove", removeBlock, ["1"], [{ act: "block.removed", about: "1" }]],
	["petition open", openPetition, ["zhanaozen"], [{ act: "petition.opened", about: "zhanaozen", ours: true }]],
	[
		"petition trust-domain",
		trustDomain,
		["zhanaozen", "union.example"],
		[{ act: "domain.trusted", about: "zhanaozen", figures: { released: 0 }, ours: true }],
	],
	[
		"petition invalidate --preview",
		invalidate,
		[...rule, "--preview"],
		[{ act: "invalidation.previewed", about: "1", figures: { matched: 0 }, ours: true }],
	],
	["petition resume-invalidation", resumeInvalidation, ["1"], [{ act: "invalidation.begun", about: "1", ours: true }]],
	["petition undo-invalidation", undoInvalidation, ["1"], [{ act: "invalidation.undone", about: "1", ours: true }]],
	[
		"petition invalidate",
		invalidate,
		rule,
		[
			{ act: "invalidation.previewed", about: "2" },
			{ act: "invalidation.begun", about: "2" },
		],
	],
	["petition invalidate again", invalidate, [...rule, "--preview"], [{ act: "invalidation.previewed", about: "3" }]],
	["petition cancel-invalidation", cancelInvalidation, ["3"], [{ act: "invalidation.cancelled", about: "3" }]],
	["campaign import", importCampaign, ["db/content/zhanaozen"], [{ act: "campaign.imported", about: "zhanaozen" }]],
	["places import", importPlaces, [], [{ act: "places.imported" }]],
	["retime", retime, [], [{ act: "pickets.retimed" }]],
	["retention run --dry-run", runRetention, ["--dry-run"], []],
	["retention run", runRetention, [], [{ act: "retention.run" }]],
	["keys rotate", rotateKeys, [], [{ act: "keys.rotated", figures: { resealed: 0, state: "done", version: 1 } }]],
];

const lines = async () => {
	const rows = await base.owner
		.selectFrom("audit_log as a")
		.leftJoin("campaigns as c", "c.id", "a.campaign_id")
		.orderBy("a.seq")
		.select(["a.actor", "a.act", "a.about", "a.figures", "c.slug"])
		.execute();
	return rows.map(({ slug, ...row }) => ({ ...row, ours: slug === "zhanaozen" }));
};

test.each(steps)("%s is recorded, once, as the operator's", async (_, command, args, acts) => {
	const before = (await lines()).length;
	await operate(site, command, ...args);
	const after = (await lines()).slice(before);
	expect(after).toMatchObject(acts.map((act) => ({ actor: null, ...act })));
	expect(after).toHaveLength(acts.length);
});

test("what there is not, or was not done, is not recorded", async () => {
	const before = (await lines()).length;
	for (const [command, ...args] of [
		[removeBlock, "999"],
		[resumeInvalidation, "999"],
		[cancelInvalidation, "999"],
		[undoInvalidation, "999"],
		[openPetition, "nowhere"],
		[trustDomain, "zhanaozen", "gmail.com"],
	] as [Run, ...string[]][])
		await expect(operate(site, command, ...args)).rejects.toThrow();
	expect(await lines()).toHaveLength(before);
	expect((await verifyAudit(base.db)).state).toBe("whole");
});
