import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { run as verifyCounts } from "#app/cli/verify-counts.ts";
import { readSettings } from "#app/env.server.ts";
import { alarmWrongCounts, checkCounts } from "#app/petitions/check-counts.server.ts";
import { rollUpCounts } from "#app/petitions/count.server.ts";
import { countStorm } from "#tests/support/count-storm.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";

let base: TestDatabase;
beforeAll(async () => {
	base = await testDatabase();
});
afterAll(() => base.drop());

test.each([1, 2])(
	"whatever befalls signatures, and however the rollup dies, published is COUNT(*) (seed %i)",
	async (seed) => {
		const storm = await countStorm({ url: base.url, seed, transitions: 600, connections: 8, kills: 8 });
		expect(storm.wrong).toEqual([]);
		expect(storm.checks).toBeGreaterThan(0);
	},
);

describe("a published number that is wrong", () => {
	const change = (statement: string) => sql.raw(statement).execute(base.owner);
	const first = (table: string, key: string) =>
		`where (${key}) = (select ${key} from ${table} order by ${key} limit 1)`;
	const cell = first("signature_counts", "petition_id, country, locale, source");
	const hour = first("signature_hours", "petition_id, hour");

	test.each([
		["a total", ["total"], "update petition_counts set signatures = signatures %+ 1"],
		["a cell", ["cell", "country", "locale", "source"], `update signature_counts set n = n %+ 1 ${cell}`],
		["an hour", ["hours"], `update signature_hours set n = n %+ 1 ${hour}`],
		[
			"how many organisations endorse",
			["organisations"],
			"update petition_counts set organisations = organisations %+ 1",
		],
		["whom they represent", ["represented"], "update petition_counts set represented = represented %+ 1"],
		["what is on paper", ["paper"], "update petition_counts set paper = paper %+ 1"],
	])("%s: raises an alarm that says sums alone, and is left as it is", async (_which, dimensions, falsify) => {
		const lines: unknown[] = [];
		const log = { error: (event: string, fields = {}) => void lines.push({ event, ...fields }) };
		await rollUpCounts(base.db);
		expect(await checkCounts(base.db)).toEqual([]);

		await change(falsify.replace("%+", "+"));
		await alarmWrongCounts(base.db, log);
		const wrong = await checkCounts(base.db);
		expect([...new Set(wrong.map(({ dimension }) => dimension))].sort()).toEqual(dimensions);
		for (const { published, counted } of wrong) expect(published - counted).toBe(1);
		expect(lines).toEqual(wrong.map((fields) => ({ event: "counts differ from the signatures", ...fields })));
		expect(JSON.stringify(lines)).not.toMatch(/KZ|leaflet/);

		await change(falsify.replace("%+", "-"));
		expect(await checkCounts(base.db)).toEqual([]);
	});

	test("makes the operator's tool say so and end with 1; none, with 0", async () => {
		const dir = await mkdtemp(join(tmpdir(), "yntymaq-counts-"));
		const settings = { ...(await readSettings({ DATA_DIR: dir })), DATABASE_URL: base.url };
		const said = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
		const exitCode = async () => {
			process.exitCode = 0;
			await verifyCounts([], settings);
			return process.exitCode;
		};
		try {
			expect(await exitCode()).toBe(0);
			await change("update petition_counts set signatures = signatures + 1 where petition_id = 1");
			expect(await exitCode()).toBe(1);
			await change("update petition_counts set signatures = signatures - 1 where petition_id = 1");
			expect(said.mock.calls.flat().join("")).toMatch(
				/what its signatures, endorsements and sheets say\n.*: total: 1 wrong; published \d+, its rows say \d+\n/,
			);
		} finally {
			process.exitCode = 0;
			said.mockRestore();
			await rm(dir, { recursive: true });
		}
	});

	test("an endorsement that came in behind the trigger's back is missed, and whom it represents", async () => {
		await base.owner.transaction().execute(async (owner) => {
			await sql`alter table endorsements disable trigger user`.execute(owner);
			await sql`
				with body as (
					insert into organisations (campaign_id, kind, name, country, members)
					select campaign_id, 'union', 'A body', 'GB', 1200 from petitions order by id limit 1 returning id)
				insert into endorsements (petition_id, organisation_id, state, adopted_on, check_way, checked_on)
				select (select min(id) from petitions), id, 'shown', current_date, 'vouched', current_date from body`.execute(
				owner,
			);
			await sql`alter table endorsements enable trigger user`.execute(owner);
		});
		expect(await checkCounts(base.db)).toEqual([
			expect.objectContaining({ dimension: "organisations", wrong: 1, published: 0, counted: 1 }),
			expect.objectContaining({ dimension: "represented", wrong: 1, published: 0, counted: 1200 }),
		]);
		await base.owner.deleteFrom("endorsements").execute();
		expect(await checkCounts(base.db)).toEqual([]);
	});

	test("a signature that came in behind the trigger's back is missed in every dimension", async () => {
		await base.owner.transaction().execute(async (owner) => {
			await sql`alter table signatures disable trigger user`.execute(owner);
			await sql`delete from signatures where id = (select id from signatures where state = 'confirmed' limit 1)`.execute(
				owner,
			);
			await sql`alter table signatures enable trigger user`.execute(owner);
		});
		const dimensions = (await checkCounts(base.db)).map(({ dimension }) => dimension);
		expect(dimensions).toEqual(["cell", "country", "hours", "locale", "source", "total"]);
	});
});
