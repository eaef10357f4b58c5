import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run as cancel } from "#app/cli/cancel-mailing.ts";
import { run as status } from "#app/cli/mailing-status.ts";
import { run as pause } from "#app/cli/pause-mailing.ts";
import { run as resume } from "#app/cli/resume-mailing.ts";
import { run as sendUnknown } from "#app/cli/send-unknown.ts";
import { readSettings, type Settings } from "#app/env.server.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys } from "#tests/support/mail.ts";
import { begin, crowd, draft, mailedCampaign, statesOf, subscribeMany } from "#tests/support/mailings.ts";
import { operate } from "#tests/support/operator.ts";

let base: TestDatabase;
let dir: string;
let site: { url: string; settings: Settings };
beforeAll(async () => {
	base = await testDatabase();
	dir = await mkdtemp(join(tmpdir(), "yntymaq-mailing-"));
	site = { url: base.url, settings: await readSettings({ DATA_DIR: dir }) };
});
afterAll(async () => {
	process.exitCode = 0;
	await base.drop();
	await rm(dir, { recursive: true, force: true });
});

test("the operator sees a mailing, pauses it, lets it go on, sends the unknown again and ends it; each is recorded", async () => {
	const campaign = await mailedCampaign(base.db, keys);
	await subscribeMany(base.db, keys, campaign, crowd(30));
	const id = await draft(base.db, campaign);
	await begin(base.db, keys, id);
	await base.owner
		.updateTable("email_deliveries")
		.set({ state: "unknown" })
		.where("id", "in", (q) => q.selectFrom("email_deliveries").select("id").orderBy("id").limit(3))
		.execute();
	expect(await operate(site, status, String(id))).toMatch(
		/status +sending\n.*to +30\nsent +0\nleft +27\n.*unknown +3\n/s,
	);
	expect(await operate(site, pause, String(id))).toBe(`mailing ${id}: paused\n`);
	expect(await operate(site, pause, String(id))).toBe(`mailing ${id}: is neither going nor about to\n`);
	expect(await operate(site, status, String(id))).toMatch(/status +paused \(asked\)/);
	expect(await operate(site, sendUnknown, String(id))).toBe(`mailing ${id}: 3 are sent again\n`);
	expect(await operate(site, resume, String(id))).toBe(`mailing ${id}: goes on\n`);
	expect(await operate(site, cancel, String(id))).toBe(`mailing ${id}: ended\n`);
	expect(await statesOf(base.owner, id)).toEqual({ queued: 30 });
	await expect(operate(site, status, "999")).rejects.toThrow("there is no mailing 999");
	const recorded = await base.owner
		.selectFrom("audit_log")
		.where("act", "like", "mailing.%")
		.orderBy("seq")
		.select(["act", "campaign_id", "about"])
		.execute();
	expect(recorded).toEqual(
		["paused", "sent-again", "resumed", "cancelled"].map((what) => ({
			act: `mailing.${what}`,
			campaign_id: campaign.id,
			about: String(id),
		})),
	);
});
