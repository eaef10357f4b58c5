import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDemonstration } from "#app/cli/demonstration.ts";
import { readSettings } from "#app/env.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { databaseAt } from "#tests/support/database.ts";
import { statementsOfSigning } from "./sign/statements.ts";
import { alternate } from "./support/alternate.ts";
import { type CpuReader, cpuMeter, cpuOf, cpuOfPostgres } from "./support/cpu.ts";
import { type Loader, startLoader } from "./support/load.ts";
import { asItComes, startPostgres } from "./support/postgres.ts";
import { checkout, endProcess } from "./support/process.ts";
import { type Result, ratio, spread } from "./support/result.ts";
import { startWeb } from "./support/web.ts";

const ROUNDS = 9;
const CLIENTS = 32;
const SIGNINGS = 3_000;

/** Signing through HTTP on the built product, against the same transactions from a bare `pg` script. */
export async function run(): Promise<Result> {
	const dir = await mkdtemp(join(tmpdir(), "yntymaq-bench-"));
	const postgres = await startPostgres(asItComes);
	const settings = await readSettings({ PORT: "0", DATA_DIR: dir });
	await loadDemonstration(postgres.url, settings);
	const base = databaseAt(postgres.url, async () => undefined);
	const environment = { DATABASE_URL: postgres.url, DATA_DIR: dir, PORT: "0", LOG_LEVEL: "warn" };
	const web = await startWeb(checkout, environment);
	const statements = await statementsOfSigning(postgres.url, readKeyRing(settings.SECRET_KEYS));
	const connections = settings.DB_POOL_MAX;
	const posts = await startLoader("bench/sign/posts.ts", { site: web.origin });
	const script = await startLoader("bench/sign/transactions.ts", { url: postgres.url, connections, statements });
	const ofPostgres = await cpuOfPostgres(base.owner);
	try {
		const product = contender("POST /sign", posts, { web: cpuOf(web.child.pid ?? 0), Postgres: ofPostgres });
		const bare = contender("bare pg script", script, { script: cpuOf(script.child.pid ?? 0), Postgres: ofPostgres });
		const [signing, ceiling] = await alternate([product, bare], ROUNDS);
		if (!signing || !ceiling) throw new Error("a contender was not measured");
		return {
			title: `${SIGNINGS} signings, ${CLIENTS} clients, ${connections} connections to Postgres`,
			series: [signing, ceiling],
			ratios: [ratio("POST /sign / bare script", signing, ceiling)],
			notes: [product.say(), bare.say()],
		};
	} finally {
		for (const { child } of [posts, script, web]) await endProcess(child);
		await base.drop();
		await postgres.stop();
		await rm(dir, { recursive: true, force: true });
	}
}

function contender(name: string, loader: Loader, parts: Record<string, CpuReader>) {
	const meter = cpuMeter(parts);
	const p50: number[] = [];
	const p99: number[] = [];
	return {
		name,
		unit: "signings/s",
		async measure() {
			const load = await meter.during(SIGNINGS, () => loader.load({ count: SIGNINGS, clients: CLIENTS }));
			p50.push(load.p50);
			p99.push(load.p99);
			return load.rate;
		},
		say: () =>
			`${name}: p50 ${spread(p50).median.toFixed(1)} ms, p99 ${spread(p99).median.toFixed(1)} ms; processor time in microseconds a signing: ${meter.say()}`,
	};
}
