import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { loadDemonstration } from "#app/cli/demonstration.ts";
import { recordConsentTexts } from "#app/consent/texts.server.ts";
import { readSettings } from "#app/env.server.ts";
import { startRollup } from "#app/petitions/rollup.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { connect } from "#db/client.ts";
import type { DB } from "#db/schema.ts";
import { databaseAt } from "#tests/support/database.ts";
import { counting } from "./confirm/counting.ts";
import { atOnce, type Signings, signings } from "./confirm/signings.ts";
import { alternate } from "./support/alternate.ts";
import { cpuMeter, cpuOfPostgres, cpuOfUs } from "./support/cpu.ts";
import { asItComes, startPostgres } from "./support/postgres.ts";
import { type Result, ratio } from "./support/result.ts";

const ROUNDS = 9;
const CLIENTS = 100;
// Enough that a connection has made its plans.
const SIGNATURES = 4_000;

/** Confirming on one petition with deltas and their rollup, against a counter on the petition's row in the same transaction. */
export async function run(): Promise<Result> {
	const dir = await mkdtemp(join(tmpdir(), "yntymaq-bench-"));
	const postgres = await startPostgres({ ...asItComes, max_connections: "250" });
	const settings = await readSettings({ PORT: "0", DATA_DIR: dir });
	await loadDemonstration(postgres.url, settings);
	const base = databaseAt(postgres.url, async () => undefined);
	const db = connect(postgres.url, { max: CLIENTS, statementTimeout: 60_000, onError: () => undefined });
	const rollup = startRollup(base.db, { info: () => undefined, warn: console.warn });
	try {
		await recordConsentTexts(base.db);
		await sql`alter table petitions add column n bigint not null default 0`.execute(base.owner);
		const waiting = await signings(base.db, base.owner, readKeyRing(settings.SECRET_KEYS), SIGNATURES);
		const parts = { "this process": cpuOfUs, Postgres: await cpuOfPostgres(base.owner) };
		const [ofDeltas, ofHotRow] = [cpuMeter(parts), cpuMeter(parts)];
		const alone = await counting(base.owner, postgres.url, CLIENTS);
		const [deltas, hotRow, ...aloneSeries] = await alternate(
			[
				{
					name: "deltas, rolled up each second",
					unit: "confirmations/s",
					measure: () => rate(waiting, (n) => waiting.confirm(db, n), ofDeltas),
				},
				{
					name: "and a counter on the petition's row",
					unit: "confirmations/s",
					measure: () => rate(waiting, (n) => onHotRow(db, waiting, n), ofHotRow),
				},
				...(alone?.contenders ?? []),
			],
			ROUNDS,
		);
		await alone?.end();
		const [aloneDeltas, aloneHotRow] = aloneSeries;
		if (!deltas || !hotRow) throw new Error("a contender was not measured");
		return {
			title: `Confirming ${SIGNATURES} signatures of one petition, ${CLIENTS} clients`,
			series: [deltas, hotRow, ...aloneSeries],
			ratios: [
				ratio("deltas / hot row", deltas, hotRow, 10),
				...(aloneDeltas && aloneHotRow
					? [ratio("counting alone: deltas / hot row", aloneDeltas, aloneHotRow, 10)]
					: []),
			],
			notes: [`processor time in microseconds a confirmation, deltas: ${ofDeltas.say()}`, `hot row: ${ofHotRow.say()}`],
		};
	} finally {
		await rollup.stop();
		await db.destroy();
		await base.drop();
		await postgres.stop();
		await rm(dir, { recursive: true, force: true });
	}
}

async function rate(waiting: Signings, confirm: (n: number) => Promise<void>, meter: ReturnType<typeof cpuMeter>) {
	await waiting.reset();
	const began = performance.now();
	await meter.during(waiting.count, () => atOnce(CLIENTS, waiting.count, confirm));
	return waiting.count / ((performance.now() - began) / 1_000);
}

/** As a counter cache does it: the row is locked from its update to the end of the transaction. */
function onHotRow(db: Kysely<DB>, waiting: Signings, n: number): Promise<void> {
	return db.transaction().execute(async (transaction) => {
		await waiting.confirm(transaction, n);
		await sql`update petitions set n = n + 1 where slug = 'zhanaozen'`.execute(transaction);
	});
}
