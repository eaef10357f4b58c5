import { CompiledQuery, Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Db } from "#db/client.ts";
import type { DB } from "#db/schema.ts";

interface Plan {
	"Actual Rows": number;
	"Actual Loops": number;
	"Rows Removed by Filter"?: number;
	"Rows Removed by Join Filter"?: number;
	Plans?: Plan[];
}

/** Rows that the busiest step of all queries of some work looks at, once the work is done. */
export async function mostRows(database: { url: string }, work: (db: Db) => Promise<unknown>): Promise<number> {
	const asked: CompiledQuery[] = [];
	const pool = new pg.Pool({ connectionString: database.url, max: 1 });
	const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }), log: ({ query }) => void asked.push(query) });
	const rowsOf = (plan: Plan): number =>
		Math.max(
			(plan["Actual Rows"] + (plan["Rows Removed by Filter"] ?? 0) + (plan["Rows Removed by Join Filter"] ?? 0)) *
				plan["Actual Loops"],
			...(plan.Plans ?? []).map(rowsOf),
		);
	try {
		await work(db);
		const queries = asked.filter(({ sql: text }) => !/^(?:begin|commit)$/.test(text));
		let most = 0;
		for (const { sql: text, parameters } of queries) {
			const explain = CompiledQuery.raw(`explain (analyze, format json) ${text}`, [...parameters]);
			const { rows } = await db.executeQuery<{ "QUERY PLAN": { Plan: Plan }[] }>(explain);
			const plan = rows[0]?.["QUERY PLAN"][0]?.Plan;
			most = Math.max(most, plan ? rowsOf(plan) : Number.NaN);
		}
		return most;
	} finally {
		await db.destroy();
	}
}
