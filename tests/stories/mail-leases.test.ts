import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addressKey } from "#emails/address-key.ts";
import { noReply } from "#emails/queue/attempt.ts";
import { claim, claimQuery, release } from "#emails/queue/claim.ts";
import { exchange } from "#emails/queue/exchange.ts";
import type { Settled } from "#emails/queue/flush.ts";
import { standardLeases } from "#emails/queue/leases.ts";
import type { Markable } from "#emails/queue/mark.ts";
import { MAX_IN_DOUBT } from "#emails/queue/settlement.ts";
import { sweep } from "#emails/queue/sweep.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { cancelMails, deliveryOf, emptyMails, keys, promiseConfirm, promiseMany, states } from "#tests/support/mail.ts";

const terms = { cap: { day: 3, week: 6 }, lease: standardLeases.sending };
let base: TestDatabase;
beforeAll(async () => {
	base = await testDatabase();
});
afterAll(() => base.drop());
beforeEach(() => emptyMails(base.owner));

const expire = () =>
	sql`update email_deliveries set lease_until = now() - interval '1 second' where lease_until is not null`.execute(
		base.owner,
	);

const markable = (ids: readonly number[]) => ids.map((id) => ({ id, fingerprint: randomBytes(32), unasked: true }));

const sent = (id: number) =>
	({ id, fingerprint: null, state: "sent", attempts: 1, wait_minutes: null, suppress: false, ...noReply }) as const;

const mark = (worker: string, window: readonly Markable[]) => exchange(base.db, worker, { window, settled: [] }, terms);

const flush = (worker: string, settled: readonly Settled[]) =>
	exchange(base.db, worker, { window: [], settled }, terms);

async function claimed(worker: string, limit = 200) {
	return (await claim(base.db, worker, limit)).map(({ id }) => id);
}

test("two workers never claim the same mail", async () => {
	await promiseMany(base.db, 300);
	const [a, b] = await Promise.all([claimed(randomUUID(), 150), claimed(randomUUID(), 150)]);
	expect(new Set([...a, ...b]).size).toBe(300);
});

test("a worker whose lease has passed marks nothing, before and after the mail is another's", async () => {
	await promiseMany(base.db, 10);
	const [slow, quick] = [randomUUID(), randomUUID()];
	const ids = await claimed(slow);
	await expire();
	expect(await mark(slow, markable(ids))).toEqual(new Set());
	await sweep(base.db);
	expect(await claimed(quick)).toEqual(ids);
	expect(await mark(slow, markable(ids))).toEqual(new Set());
	expect(await mark(quick, markable(ids))).toEqual(new Set(ids));
	// Nothing was counted for what was not marked.
	expect(await base.owner.selectFrom("email_caps").selectAll().execute()).toHaveLength(10);
});

test("a claim given up goes back without an attempt; a mail that was at a socket as its policy says", async () => {
	const worker = randomUUID();
	for (const [policy, expected] of [
		["resend", { state: "queued", attempts: 1 }],
		["hold", { state: "unknown", attempts: 1 }],
	] as const) {
		await emptyMails(base.owner);
		await base.owner.updateTable("email_messages").set({ policy }).execute();
		const [given, sending] = [
			await promiseConfirm(base.db, "a@example.org"),
			await promiseConfirm(base.db, "b@example.org"),
		];
		const [, second = 0] = await claimed(worker);
		await mark(worker, markable([second]));
		await expire();
		expect(await sweep(base.db)).toBe(1);
		expect(await deliveryOf(base.owner, given)).toMatchObject({ state: "queued", attempts: 0 });
		expect(await deliveryOf(base.owner, sending)).toMatchObject(expected);
		// The relay's answer came after all.
		await flush(worker, [sent(second)]);
		expect(await deliveryOf(base.owner, sending)).toMatchObject({ state: "sent", params_sealed: null });
	}
});

test("a mail that ends its worker each time is not sent for ever", async () => {
	const subject = await promiseConfirm(base.db, "poison@example.org");
	const worker = randomUUID();
	for (let i = 0; i < MAX_IN_DOUBT; i++) {
		await mark(worker, markable(await claimed(worker)));
		await expire();
		await sweep(base.db);
	}
	expect(await deliveryOf(base.owner, subject)).toMatchObject({ state: "unknown", attempts: MAX_IN_DOUBT });
});

test("what is written off twice, or by who does not hold it, stays as it was", async () => {
	const subject = await promiseConfirm(base.db, "a@example.org");
	const worker = randomUUID();
	const [id = 0] = await claimed(worker);
	await flush(randomUUID(), [{ ...sent(id), state: "rejected" }]);
	expect((await deliveryOf(base.owner, subject)).state).toBe("claimed");
	await mark(worker, markable([id]));
	await flush(worker, [sent(id)]);
	await flush(worker, [{ ...sent(id), state: "queued" }]);
	expect(await deliveryOf(base.owner, subject)).toMatchObject({ state: "sent", attempts: 1 });
});

test("a claim that is cancelled is not marked; releasing puts back only one's own claims", async () => {
	const [a, b] = [await promiseConfirm(base.db, "a@example.org"), await promiseConfirm(base.db, "b@example.org")];
	const worker = randomUUID();
	const ids = await claimed(worker);
	await cancelMails(base.db, [a]);
	await release(base.db, randomUUID());
	expect(await mark(worker, markable(ids))).toEqual(new Set([ids[1]]));
	await release(base.db, worker);
	expect(await states(base.owner)).toEqual({ cancelled: 1, sending: 1 });
	expect((await deliveryOf(base.owner, b)).state).toBe("sending");
});

test("windows marked at once for one address let through exactly the cap", async () => {
	const same = randomBytes(32);
	for (let round = 0; round < 5; round++) {
		await emptyMails(base.owner);
		await promiseMany(base.db, 20);
		const worker = randomUUID();
		const ids = await claimed(worker);
		const marked = await Promise.all(ids.map((id) => mark(worker, [{ id, fingerprint: same, unasked: true }])));
		expect(marked.filter(({ size }) => size === 1)).toHaveLength(3);
		expect(await states(base.owner)).toEqual({ sending: 3, suppressed: 17 });
		// Trying one of them again is not a fourth mail.
		await base.owner.updateTable("email_deliveries").set({ state: "claimed" }).where("state", "=", "sending").execute();
		const again = ids.filter((id) => marked.some((set) => set.has(id)));
		for (const id of again)
			expect(await mark(worker, [{ id, fingerprint: same, unasked: true }])).toEqual(new Set([id]));
	}
});

test("mails that nobody signs by leave the last of the day and half of the week to those that they do", async () => {
	const others = { unasked: true, spares: true };
	const marks = async (one: Partial<Markable>, fingerprint: Buffer) => {
		await promiseMany(base.db, 1);
		const worker = randomUUID();
		const [id = 0] = await claimed(worker, 1);
		return (await mark(worker, [{ id, fingerprint, unasked: true, ...one }])).size === 1;
	};
	const today = randomBytes(32);
	expect([await marks(others, today), await marks(others, today), await marks(others, today)]).toEqual([
		true,
		true,
		false,
	]);
	expect([await marks({}, today), await marks({}, today)]).toEqual([true, false]);
	const week = randomBytes(32);
	await sql`insert into email_caps (fingerprint, day, sent, others)
		select ${week}, current_date - n, 1, 1 from generate_series(1, 3) n`.execute(base.owner);
	expect([await marks(others, week), await marks({}, week)]).toEqual([false, true]);
});

test("processes that make the installation's address key at once get the same one", async () => {
	const made = await Promise.all(Array.from({ length: 8 }, () => addressKey(base.db, keys)));
	expect(new Set(made.map((key) => key.toString("hex"))).size).toBe(1);
	expect(made[0]).toHaveLength(32);
});

test.each([false, true])(
	"the claim reads its index and stops, whatever the size of the queue (analysed: %s)",
	async (analysed) => {
		const mail = (state: string, count: number) =>
			sql`
		insert into email_deliveries (message_id, lane, subject_id, domain_bucket, state, done_on)
		select m.id, m.lane, gen_random_uuid(), 0, ${state}, case ${state} when 'sent' then current_date end
		from email_messages m, generate_series(1, ${sql.lit(count)}) where m.kind = 'confirm-signature'`.execute(
				base.owner,
			);
		await mail("sent", 20_000);
		await mail("queued", 40_000);
		if (analysed) await sql`analyze email_deliveries`.execute(base.owner);
		const compiled = claimQuery(randomUUID(), 200, standardLeases.claimed).compile(base.owner);
		// A limit that the planner does not see makes it read everything.
		expect(compiled.parameters).toHaveLength(1);
		expect(compiled.sql).toContain("limit 200");
		const { rows } = await sql<{
			"QUERY PLAN": string;
		}>`explain (costs off) ${claimQuery(randomUUID(), 200, standardLeases.claimed)}`.execute(base.owner);
		const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
		expect(plan).toContain("email_deliveries_ready");
		expect(plan).not.toMatch(/Seq Scan on email_deliveries|Sort/);
	},
);
