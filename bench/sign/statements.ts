import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { DB } from "#db/schema.ts";
import { signDirectly } from "#tests/support/address-states.ts";

/** One statement of a signing; bytes are given by their number, ids stand as they are. */
export interface Statement {
	text: string;
	values: (string | number | boolean | null | { bytes: number })[];
}

/** What one signing asks of Postgres, word for word, as the product does it. */
export async function statementsOfSigning(url: string, keys: KeyRing): Promise<Statement[]> {
	const seen: Statement[] = [];
	const pool = new pg.Pool({ connectionString: url, max: 1 });
	const connect = async () => {
		const client = await pool.connect();
		const query = (text: string, values: readonly unknown[]) => {
			seen.push({ text, values: values.map(described) });
			return client.query(text, [...values]);
		};
		return { query, release: () => client.release() };
	};
	const db = new Kysely<DB>({
		dialect: new PostgresDialect({ pool: { connect, end: () => pool.end() } as unknown as pg.Pool }),
	});
	await signDirectly(db, keys, "signer@mail.ru");
	await db.destroy();
	return seen;
}

function described(value: unknown): Statement["values"][number] {
	if (Buffer.isBuffer(value)) return { bytes: value.length };
	if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value as string;
	throw new Error(`a parameter of signing is a ${typeof value}`);
}
