import { randomBytes, randomUUID } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { release } from "#emails/queue/claim.ts";
import { claimLotsQuery, readersQuery } from "#emails/queue/claim-bulk.ts";
import { exchangeQuery } from "#emails/queue/exchange.ts";
import { groupsOf, lotsQuery } from "#emails/queue/lots.ts";
import { paceOf } from "#emails/queue/pace.ts";
import { bulkSource } from "#emails/queue/source.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys } from "#tests/support/mail.ts";
import { begin, draft, mailedCampaign, statesOf } from "#tests/support/mailings.ts";
import { plantSubscribers } from "#tests/support/many-subscribers.ts";

// What is asked hundreds of times a second, with two hundred thousand mails in the queue.

const PEOPLE = 200_000;
let base: TestDatabase;
let mailing: number;
beforeAll(async () => {
	base = await testDatabase();
	const campaign = await mailedCampaign(base.db, keys);
	await plantSubscribers(base.owner, campaign.id, PEOPLE);
	mailing = await draft(base.owner, campaign);
	await begin(base.owner, keys, mailing);
	await sql`analyze email_deliveries`.execute(base.owner);
});
afterAll(() => base.drop());

async function planOf(query: RawBuilder<unknown>): Promise<string> {
	const { rows } = await sql<{ "QUERY PLAN": string }>`explain (costs off) ${query}`.execute(base.owner);
	return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

const scans = /Seq Scan on (email_deliveries|subscriptions)|Hash|Sort|Bitmap/;

test("the providers of a mailing are found in one step of the index each", async () => {
	expect((await lotsQuery(mailing).execute(base.db)).rows.length).toBeGreaterThan(64);
	const plan = await planOf(lotsQuery(mailing));
	expect(plan).toContain("email_deliveries_ready_bulk");
	expect(plan).not.toMatch(scans);
});

test("a worker looks for them once a second, and at once when they were not as it thought", async () => {
	let now = 0;
	const groups = groupsOf(base.db, () => now);
	expect(groups.known(mailing)).toBeUndefined();
	const found = await groups.look(mailing);
	now = 999;
	expect(groups.known(mailing)).toEqual(found);
	now = 1_000;
	expect(groups.known(mailing)).toBeUndefined();
	await groups.look(mailing);
	groups.forget(mailing);
	expect(groups.known(mailing)).toBeUndefined();
});

test("a claim takes its rows from the head of each provider's queue", async () => {
	const lots = Array.from({ length: 84 }, (_, bucket) => ({ bucket, n: 6 }));
	const plan = await planOf(claimLotsQuery(mailing, lots, randomUUID(), 120));
	expect(plan).toContain("email_deliveries_ready_bulk");
	expect(plan).not.toMatch(scans);
});

test("whose they are is read in one walk along the subscriptions' key, which descends it a few times and not for each", async () => {
	const { rows: some } = await sql<{ subject_id: string }>`
		select subject_id from email_deliveries where message_id = ${mailing} order by id limit 500`.execute(base.owner);
	const query = readersQuery(some.map(({ subject_id }) => subject_id));
	expect((await query.execute(base.db)).rows).toHaveLength(500);
	const { rows } = await sql<{ "QUERY PLAN": string }>`explain (analyze, buffers, costs off) ${query}`.execute(
		base.owner,
	);
	const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
	expect(plan).toContain("subscriptions_pkey");
	expect(plan).not.toContain("Seq Scan");
	// A page of the table for each, and few of the index; three of the index for each would be two thousand.
	const [, hit = "0", read = "0"] = /Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?/.exec(plan) ?? [];
	expect(Number(hit) + Number(read)).toBeLessThan(1_000);
});

test("a window is marked by keys alone, also by the plan that a connection keeps", async () => {
	const window = Array.from({ length: 10 }, (_, i) => ({
		id: i + 1,
		fingerprint: randomBytes(32),
		domain: null,
		unasked: false,
		wantedAs: "updates",
	}));
	const settled = window.map(({ id, fingerprint }) => ({
		id: id + 10,
		fingerprint,
		state: "sent" as const,
		attempts: 1,
		wait_minutes: null,
		suppress: false,
		reply_code: 250,
		enhanced_code: null,
		queue_id: null,
	}));
	const query = exchangeQuery(randomUUID(), { window, settled }, { cap: { day: 3, week: 6 }, lease: 60 });
	const kept = async (mode: "force_custom_plan" | "force_generic_plan") => {
		const { sql: text, parameters } = query.compile(base.owner);
		return base.owner.connection().execute(async (db) => {
			await sql`set plan_cache_mode = ${sql.lit(mode)}`.execute(db);
			const types = parameters.map(() => "unknown").join(", ");
			await sql.raw(`prepare marking (${types}) as ${text}`).execute(db);
			const values = parameters.map((value) => literal(value)).join(", ");
			const { rows } = await sql.raw(`explain (costs off) execute marking (${values})`).execute(db);
			await sql`deallocate marking`.execute(db);
			await sql`reset plan_cache_mode`.execute(db);
			return rows.map((row) => (row as { "QUERY PLAN": string })["QUERY PLAN"]).join("\n");
		});
	};
	for (const mode of ["force_custom_plan", "force_generic_plan"] as const) {
		const plan = await kept(mode);
		expect(plan).toContain("email_deliveries_pkey");
		expect(plan).not.toMatch(/Seq Scan on (email_deliveries|subscriptions)|email_deliveries_(claimed|waiting|ready)/);
	}
});

/** A parameter as SQL writes it, whatever its type. */
function literal(value: unknown): string {
	const plain = (one: unknown) => (Buffer.isBuffer(one) ? `\\x${one.toString("hex")}` : String(one));
	if (!Array.isArray(value)) return value === null ? "null" : `'${plain(value)}'`;
	return `'{${value.map((one) => (one === null ? "null" : `"${plain(one).replaceAll("\\", "\\\\")}"`)).join(",")}}'`;
}

test("claims of five hundred come from many providers, and together give every mail once", async () => {
	const rates = { relay: 0, perDomain: 0 };
	const source = bulkSource(base.db, paceOf(base.db, rates), rates, async () => undefined);
	const ids = new Set<number>();
	for (let n = 0; n < 8; n++) {
		const { rows, more } = await source(randomUUID(), 500, 120);
		expect(more).toBe(true);
		expect(rows).toHaveLength(500);
		expect(new Set(rows.map(({ domain_bucket }) => domain_bucket)).size).toBeGreaterThan(64);
		for (const { id } of rows) ids.add(id);
	}
	expect(ids.size).toBe(4_000);
	expect(await statesOf(base.owner, mailing)).toEqual({ claimed: 4_000, queued: PEOPLE - 4_000 });
});

test("what another worker puts back is found by the next claim of one that has just looked", async () => {
	await base.owner.updateTable("email_messages").set({ status: "paused" }).where("id", "=", mailing).execute();
	const campaign = await mailedCampaign(base.db, keys);
	await plantSubscribers(base.owner, campaign.id, 30);
	await begin(base.owner, keys, await draft(base.owner, campaign));
	const rates = { relay: 0, perDomain: 0 };
	const [one, other] = [0, 1].map(() => {
		const source = bulkSource(base.db, paceOf(base.db, rates), rates, async () => undefined);
		const worker = randomUUID();
		return { worker, claim: async (limit: number) => (await source(worker, limit, 120)).rows.length };
	});
	if (!one || !other) throw new Error("two workers are needed");
	expect(await one.claim(10)).toBe(10);
	expect(await other.claim(500)).toBe(20);
	expect(await one.claim(500)).toBe(0);
	await release(base.db, other.worker);
	expect(await one.claim(500)).toBe(20);
});
