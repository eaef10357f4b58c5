import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run as printHead } from "#app/cli/audit-head.ts";
import { run as verify } from "#app/cli/audit-verify.ts";
import type { Link } from "#app/organise/audit/chain.ts";
import { readHead, readLink } from "#app/organise/audit/head.server.ts";
import { auditJob, pruneAudit } from "#app/organise/audit/nightly.server.ts";
import { recordAct } from "#app/organise/audit/record.server.ts";
import { type Verified, verifyAudit, verifySnapshot } from "#app/organise/audit/verify.server.ts";
import type { Db } from "#db/client.ts";
import { alter, alterations, type Column, plantActs } from "#tests/support/audit.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { operate } from "#tests/support/operator.ts";

const ROWS = 3_000;
const denied = { code: "42501" };
const refused = { code: "23514" };
const act = { actor: null, act: "role.granted" } as const;

let base: TestDatabase;
beforeAll(async () => {
	base = await testDatabase();
	await plantActs(base.db, ROWS);
});
afterAll(() => base.drop());

class TakenBack extends Error {
	constructor(readonly found: Verified) {
		super();
	}
}

/** What the log is found to be after the owner of the database has changed it; the change is then taken back. */
async function foundAfter(change: (owner: Db) => Promise<unknown>, known?: Link): Promise<Verified> {
	const tried = base.owner.transaction().execute(async (trx) => {
		await change(trx);
		throw new TakenBack(await verifySnapshot(trx, known));
	});
	return tried.catch((error: unknown) => {
		if (error instanceof TakenBack) return error.found;
		throw error;
	});
}

const run = (text: string) => (db: Db) => sql.raw(text).execute(db);

describe("the chain", () => {
	test("is whole, without gap, and recomputed in Node", async () => {
		const head = await readHead(base.db);
		expect(await verifyAudit(base.db)).toEqual({ state: "whole", rows: ROWS, head });
		expect(head.seq).toBe(ROWS);
	});

	test("one byte of any column of any row is found, and the row is named", async () => {
		const columns = Object.keys(alterations) as Column[];
		for (const column of columns)
			await fc.assert(
				fc.asyncProperty(fc.integer({ min: 1, max: ROWS }), async (seq) => {
					const found = await foundAfter((owner) => alter(owner, column, seq));
					// A number that moved leaves a gap where it was.
					const why = column === "seq" ? "missing" : "altered";
					expect(found).toEqual({ state: "broken", seq, why });
				}),
				{ numRuns: 6 },
			);
	});

	test.each<[string, string, Verified]>([
		["a row deleted", "delete from audit_log where seq = 1200", { state: "broken", seq: 1_200, why: "missing" }],
		["the first deleted", "delete from audit_log where seq = 1", { state: "broken", seq: 1, why: "missing" }],
		["the end cut off", "delete from audit_log where seq > 2990", { state: "broken", seq: 2_991, why: "cut off" }],
		["all of them deleted", "truncate audit_log", { state: "broken", seq: 1, why: "cut off" }],
		[
			"two swapped",
			`update audit_log set seq = -seq where seq in (700, 701);
			update audit_log set seq = case seq when -700 then 701 else 700 end where seq < 0`,
			{ state: "broken", seq: 700, why: "altered" },
		],
		[
			"one appended past the trigger",
			`alter table audit_log disable trigger audit_log_chained;
			insert into audit_log (seq, at, act, hash) values (3001, now(), 'role.granted', sha256('x'))`,
			{ state: "broken", seq: 3_001, why: "altered" },
		],
		["the checkpoint moved", "update audit_checkpoint set seq = 10", { state: "broken", seq: 11, why: "altered" }],
		["the head moved", "update audit_head set seq = 2999", { state: "broken", seq: 3_000, why: "beyond the head" }],
	])("%s", async (_what, text, found) => {
		expect(await foundAfter(run(text))).toEqual(found);
	});

	test("a log that was chained anew to hide what was cut off does not pass by a head that was written down", async () => {
		const head = await readHead(base.db);
		const shorter = (owner: Db) =>
			run(`delete from audit_log where seq > 2999;
				update audit_head set seq = 2999, hash = (select hash from audit_log where seq = 2999)`)(owner);
		expect(await foundAfter(shorter)).toMatchObject({ state: "whole", rows: 2_999 });
		expect(await foundAfter(shorter, head)).toEqual({ state: "broken", seq: 3_000, why: "cut off" });
		const another = async (owner: Db) => {
			await shorter(owner);
			await recordAct(owner, act);
		};
		expect(await foundAfter(another)).toMatchObject({ state: "whole", rows: 3_000 });
		expect(await foundAfter(another, head)).toEqual({ state: "broken", seq: 3_000, why: "another head" });
		const front = run(`update audit_checkpoint c set seq = l.seq, hash = l.hash from audit_log l where l.seq = 5;
			delete from audit_log where seq <= 5`);
		expect(await foundAfter(front, { seq: 3, hash: head.hash })).toEqual({ state: "broken", seq: 3, why: "pruned" });
	});

	test("those who append at the same time take turns: no gap, no two with one number", async () => {
		const before = (await readHead(base.db)).seq;
		await Promise.all(
			Array.from({ length: 8 }, (_, connection) =>
				base.db.transaction().execute(async (trx) => {
					for (let n = 0; n < 5; n++) await recordAct(trx, { ...act, figures: { connection, n } });
				}),
			),
		);
		expect(await verifyAudit(base.db)).toMatchObject({ state: "whole", rows: before + 40 });
	});

	test("what is rolled back leaves no gap", async () => {
		const { seq } = await readHead(base.db);
		await expect(
			base.db.transaction().execute(async (trx) => {
				await recordAct(trx, act);
				throw new Error("undone");
			}),
		).rejects.toThrow("undone");
		await recordAct(base.db, act);
		expect((await readHead(base.db)).seq).toBe(seq + 1);
		expect(await verifyAudit(base.db)).toMatchObject({ state: "whole" });
	});
});

describe("the application", () => {
	test.each([
		"update audit_log set act = 'x.y'",
		"delete from audit_log",
		"truncate audit_log",
		"update audit_head set seq = 1",
		"insert into audit_checkpoint (one, seq, hash) values (false, 1, sha256('x'))",
		"update audit_checkpoint set seq = 1",
		// The trigger's function on a table of one's own would move the head.
		"create temp table mine (seq bigint); create trigger t before insert on mine for each row execute function chain_audit()",
		"alter table audit_log disable trigger all",
		"set session_replication_role = replica",
	])("may not: %s", async (text) => {
		await expect(run(text)(base.db)).rejects.toMatchObject(denied);
	});

	test("chooses neither number, moment nor hash", async () => {
		const { seq } = await readHead(base.db);
		await run("insert into audit_log (seq, at, act, hash) values (7, '2001-01-01', 'role.granted', sha256('mine'))")(
			base.db,
		);
		const row = await base.db
			.selectFrom("audit_log")
			.selectAll()
			.where("seq", "=", seq + 1)
			.executeTakeFirstOrThrow();
		expect(row.at.getFullYear()).toBeGreaterThan(2001);
		expect(await verifyAudit(base.db)).toMatchObject({ state: "whole" });
	});

	test.each([
		{ about: "sam@example.org" },
		{ about: "Sam Sample" },
		{ about: "+7 701 000 00 00" },
		{ figures: { to: "sam@example.org" } },
		{ figures: { said: "Two words" } },
		{ figures: { "a name": 1 } },
		{ figures: { people: ["sam"] } as unknown as Record<string, string> },
		{ figures: { yes: true } as unknown as Record<string, string> },
		{ figures: { nested: { name: "x" } } as unknown as Record<string, string> },
		{ figures: [1] as unknown as Record<string, string> },
	])("cannot put words into it: %j", async (more) => {
		await expect(recordAct(base.db, { ...act, ...more })).rejects.toMatchObject(refused);
	});
});

describe("the operator's tool", () => {
	const operator = () => ({
		url: base.url,
		settings: { LOG_LEVEL: "info" } as Parameters<typeof operate>[0]["settings"],
	});

	test("prints the head and verifies by it; names the row and fails where one was altered", async () => {
		const head = (await operate(operator(), printHead)).trim();
		expect(readLink(head)).toEqual(await readHead(base.db));
		expect(await operate(operator(), verify, "--head", head)).toContain(`unchanged; head ${head}`);
		await expect(operate(operator(), verify, "--head", "12")).rejects.toThrow("a head is what audit head printed");

		const before = process.exitCode;
		await alter(base.owner, "campaign_id", 1_234);
		expect(await operate(operator(), verify)).toMatch(/^row 1234 was altered/);
		expect(process.exitCode).toBe(1);
		process.exitCode = before;
		await alter(base.owner, "campaign_id", 1_234);
		expect((await verifyAudit(base.db)).state).toBe("whole");
	});
});

describe("every night", () => {
	test("the chain is recomputed and its head is told to the log; a change is an error there", async () => {
		const said: [string, object | undefined][] = [];
		const log = {
			info: (...line: [string, object?]) => void said.push([line[0], line[1]]),
			error: (...line: [string, object?]) => void said.push([line[0], line[1]]),
		};
		const { seq, hash } = await readHead(base.db);
		await auditJob(log).run(base.db, new AbortController().signal);
		await alter(base.owner, "hash", 2_000);
		await auditJob(log).run(base.db, new AbortController().signal);
		await alter(base.owner, "hash", 2_000);
		expect(said).toEqual([
			["audit log verified", { rows: seq, head: seq, hash: hash.toString("hex") }],
			["the audit log was changed", { row: 2_000, why: "altered" }],
		]);
	});

	test("what is older than twelve months is pruned, nothing younger, and the rest verifies", async () => {
		expect(await pruneAudit(base.db)).toBe(0);
		const old = await testDatabase();
		try {
			// A log of thirteen months: chained by the product while its clock was set back.
			await run(
				`create or replace function clock_back() returns timestamptz language sql return now() - interval '13 months';`,
			)(old.owner);
			const { rows } = await sql<{ text: string }>`select pg_get_functiondef('chain_audit'::regproc) as text`.execute(
				old.owner,
			);
			const text = rows[0]?.text ?? "";
			await run(text.replace("clock_timestamp()", "clock_back()"))(old.owner);
			await plantActs(old.db, 1_500);
			await run(text)(old.owner);
			await plantActs(old.db, 500);
			expect(await pruneAudit(old.db)).toBe(1_500);
			expect(await verifyAudit(old.db)).toMatchObject({ state: "whole", rows: 500, head: { seq: 2_000 } });
			await run("delete from audit_log where seq = 1501")(old.owner);
			expect(await verifyAudit(old.db)).toEqual({ state: "broken", seq: 1_501, why: "missing" });
		} finally {
			await old.drop();
		}
	});
});
