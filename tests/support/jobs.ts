import { sql } from "kysely";
import type { TestDatabase } from "./database.ts";
import { until } from "./mail.ts";

/** Waits until what a worker does at its start has been done: a story that empties tables would meet it. */
export async function jobsAtRest({ owner }: Pick<TestDatabase, "owner">): Promise<void> {
	await until(async () => {
		const { rows } = await sql`select from pgboss.job where state in ('created', 'active')`.execute(owner);
		return rows.length === 0;
	}, "the jobs of a start are done");
}
