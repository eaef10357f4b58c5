import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aidStates } from "#app/fund/paying/aid-state.ts";
import { cancelReasons, waiveReasons } from "#app/fund/paying/change-aid.server.ts";
import { checkKinds, checkResults, explainedIn, hows, listsOf, ways } from "#app/fund/paying/checks.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";

// What the code may choose from and what Postgres takes are the same words: the one is written beside the other.

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

/** The words in quotes of a table's checks that name a column. */
async function wordsOf(table: string, column: string): Promise<string[]> {
	const { rows } = await sql<{ rule: string }>`
		select pg_get_constraintdef(oid) as rule from pg_constraint
		where conrelid = ${table}::regclass and contype = 'c'
			and conkey = array[(select attnum from pg_attribute where attrelid = ${table}::regclass and attname = ${column})]`.execute(
		database.owner,
	);
	return wordsIn(rows.map(({ rule }) => rule).join());
}

const wordsIn = (rule: string) => [...new Set([...rule.matchAll(/'([^']*)'/g)].map(([, word = ""]) => word))].sort();

test.each([
	["aid_requests", "state", aidStates],
	["aid_requests", "cancelled_because", cancelReasons],
	["aid_evidence", "reason", waiveReasons],
	["beneficiary_checks", "kind", checkKinds],
] as const)("%s.%s", async (table, column, words) => {
	expect(await wordsOf(table, column)).toEqual([...words].sort());
});

test("what each check may say", async () => {
	const { rows } = await sql<{ rule: string }>`
		select pg_get_constraintdef(oid) as rule from pg_constraint where conname = 'beneficiary_checks_whole'`.execute(
		database.owner,
	);
	const said = [...Object.values(checkResults).flat(), ...hows, ...ways, ...listsOf, ...explainedIn];
	// The last kind is the rule's `else`.
	const kinds = checkKinds.slice(0, 2);
	expect(wordsIn(rows[0]?.rule ?? "")).toEqual([...new Set([...said, ...kinds])].sort());
});

test("whose newest check is a no", async () => {
	const { rows } = await sql<{ source: string }>`
		select prosrc as source from pg_proc where proname in ('aid_no', 'aid_checks_missing') order by proname`.execute(
		database.owner,
	);
	const noes = Object.values(checkResults).map((results) => results[results.length - 1]);
	for (const { source } of rows) for (const no of noes) expect(source).toContain(`'${no}'`);
	expect(rows).toHaveLength(2);
});
