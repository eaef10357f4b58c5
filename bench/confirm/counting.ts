import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Contender } from "../support/alternate.ts";

const SECONDS = 4;

/** Counting alone, by pgbench: a signature is a row, and nothing else is done for it. */
export interface Counting {
	contenders: [Contender, Contender];
	end(): Promise<void>;
}

/**
 * Prepares a signature with its delta (the product's trigger), and one with a counter on the petition's row in the
 * same transaction.
 * @param owner may create tables; the first petition is used
 * @returns undefined where pgbench, which comes with Postgres' client programs, is not installed
 */
export async function counting(owner: Db, url: string, clients: number): Promise<Counting | undefined> {
	const installed = await promisify(execFile)("pgbench", ["--version"]).then(
		() => true,
		() => false,
	);
	if (!installed) return undefined;
	await sql`create table signatures_without_trigger (like signatures including all)`.execute(owner);
	const dir = await mkdtemp(join(tmpdir(), "yntymaq-pgbench-"));
	const { rows } = await sql<{ petition: number; version: number }>`
		select petition_id as petition, id as version from petition_versions order by 1, 2 limit 1`.execute(owner);
	const { petition = 0, version = 0 } = rows[0] ?? {};
	const sign = (table: string) => `insert into ${table}
		(petition_id, version_id, fingerprint, state, visibility, locale, country)
		values (${petition}, ${version}, sha256(gen_random_uuid()::text::bytea), 'confirmed', 'counted', 'en', 'GB');`;
	const contender = async (name: string, statements: string[]): Promise<Contender> => {
		const file = join(dir, `${name.replaceAll(/\W+/g, "-")}.sql`);
		await writeFile(file, statements.map((text) => `${text.replaceAll(/\s+/g, " ")}\n`).join(""));
		return { name, unit: "signatures/s", measure: () => pgbench(url, file, clients) };
	};
	return {
		contenders: [
			await contender("counting alone: deltas", [sign("signatures")]),
			await contender("counting alone: counter on the row", [
				"begin;",
				sign("signatures_without_trigger"),
				`update petitions set n = n + 1 where id = ${petition};`,
				"commit;",
			]),
		],
		end: () => rm(dir, { recursive: true, force: true }),
	};
}

async function pgbench(url: string, file: string, clients: number): Promise<number> {
	const args = ["-n", "-M", "prepared", "-c", String(clients), "-j", "2", "-T", String(SECONDS), "-f", file, url];
	const { stdout } = await promisify(execFile)("pgbench", args);
	return Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
}
