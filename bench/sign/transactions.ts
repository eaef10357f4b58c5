import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { planName } from "#db/plan-once.ts";
import { offerLoad } from "../support/load.ts";
import type { Statement } from "./statements.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Runs what signing asks of Postgres, from a script that knows nothing but `pg`: fresh ids and bytes each time. */
export function run({ url, connections, statements }: { url: string; connections: number; statements: Statement[] }) {
	// The product's sessions run as this role.
	const pool = new pg.Pool({ connectionString: url, max: connections, options: "-c role=yntymaq_app -c timezone=UTC" });
	const kept = statements.map(({ text, values }) => ({ named: { text, name: planName(text) }, values }));
	offerLoad(async () => {
		const client = await pool.connect();
		const id = randomUUID();
		for (const { named, values } of kept)
			await client.query(
				named,
				values.map((value) => fresh(value, id)),
			);
		client.release();
	});
}

function fresh(value: Statement["values"][number], id: string) {
	if (typeof value === "object" && value !== null) return randomBytes(value.bytes);
	return typeof value === "string" && UUID.test(value) ? id : value;
}
