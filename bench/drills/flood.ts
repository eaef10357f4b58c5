import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { loadDemonstration } from "#app/cli/demonstration.ts";
import { readSettings, type Settings } from "#app/env.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { connect, type Db } from "#db/client.ts";
import { copyCheckout } from "#tests/support/product.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { type CrowdSize, crowdOf } from "../flood/crowd.ts";
import { drive, type Target } from "../flood/drive.ts";
import { mailReader } from "../flood/mails.ts";
import { outcomeOf } from "../flood/outcome.ts";
import { freePort, startRole } from "../flood/roles.ts";
import { type Drilled, progress } from "../support/drill.ts";
import { startPostgres } from "../support/postgres.ts";
import { endProcess } from "../support/process.ts";

const full: CrowdSize = { bots: 30_000, domains: 300, networks: 64, people: 5_000, behindNat: 400 };
/** Six minutes at full size: the bots stay under the limits, which they know, and 400 people can post from one address. */
const FORMS_PER_SECOND = 97;

/**
 * 30,000 bots whose mailboxes are in 300 catch-all domains sign and confirm, beside 5,000 people: through
 * HTTP, against the product's own web and worker processes, with every limit at its default.
 * @param args a share of the full size, as 0.1
 */
export async function run([share = "1"]: string[]): Promise<Drilled> {
	const of = (n: number) => Math.ceil(n * Number(share));
	const { bots, domains, networks, people, behindNat } = full;
	const size = { bots: of(bots), domains: of(domains), networks, people: of(people), behindNat: of(behindNat) };
	const ends: (() => Promise<unknown>)[] = [];
	try {
		const dir = await mkdtemp(join(tmpdir(), "yntymaq-flood-"));
		ends.unshift(() => rm(dir, { recursive: true, force: true }));
		const cwd = await copyCheckout();
		ends.unshift(() => rm(cwd, { recursive: true, force: true }));
		const postgres = await startPostgres();
		ends.unshift(postgres.stop);
		const sink = await startSink();
		ends.unshift(sink.stop);
		const environment = { DATA_DIR: dir, SMTP_URL: sink.smtpUrl, TRUST_PROXY: "1", PORT: await freePort() };
		const settings = await readSettings(environment);
		await loadDemonstration(postgres.url, settings);
		for (const role of ["web", "worker"]) {
			const child: ChildProcess = await startRole(role, cwd, { ...environment, DATABASE_URL: postgres.url });
			ends.unshift(() => endProcess(child));
		}
		const db = connect(postgres.url, { max: 2, statementTimeout: 60_000, onError: () => undefined });
		ends.unshift(() => db.destroy());
		const target = { origin: `http://localhost:${settings.PORT}`, petition: "zhanaozen", newMails: mailReader(sink) };
		return await flood(db, settings, target, size);
	} finally {
		for (const end of ends) await end();
	}
}

async function flood(db: Db, settings: Settings, target: Target, size: CrowdSize): Promise<Drilled> {
	const crowd = crowdOf(size);
	const say = progress();
	const onProgress = (posted: number, confirmed: number) => say(`flood: ${posted} posted, ${confirmed} confirmed`);
	const driven = await drive(target, crowd, { perSecond: FORMS_PER_SECOND, atOnce: 16, onProgress });
	await untilQuiet(db);
	const outcome = await outcomeOf(db, readKeyRing(settings.SECRET_KEYS), target.petition, crowd);
	const botsUncountedPercent = percent(size.bots - outcome.botsCounted, size.bots);
	const peopleHeldPercent = percent(outcome.peopleHeld, size.people);
	return {
		passed: botsUncountedPercent >= 99 && peopleHeldPercent <= 0.5 && driven.faults === 0,
		figures: { ...size, ...driven, ...outcome, botsUncountedPercent, peopleHeldPercent },
	};
}

/** Waits until three looks in a row find the same number counted: the worker looks for domains every two seconds. */
async function untilQuiet(db: Db): Promise<void> {
	for (let last = Number.NaN, same = 0; same < 3; ) {
		await sleep(3_000);
		const { rows } = await sql<{ n: number }>`select count(*) as n from signatures where state = 'confirmed'`.execute(
			db,
		);
		const now = rows[0]?.n ?? 0;
		same = now === last ? same + 1 : 0;
		last = now;
	}
}

const percent = (part: number, whole: number) => Math.round((10_000 * part) / whole) / 100;
