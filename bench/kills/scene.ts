import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { loadDemonstration } from "#app/cli/demonstration.ts";
import { recordConsentTexts } from "#app/consent/texts.server.ts";
import { readSettings } from "#app/env.server.ts";
import { confirmSignature } from "#app/petitions/confirm.server.ts";
import { findConfirmable } from "#app/petitions/confirmable.server.ts";
import { type KeyRing, readKeyRing } from "#app/seal/key-ring.ts";
import { addressKey } from "#emails/address-key.ts";
import type { Lane } from "#emails/queue/claim.ts";
import { signDirectly } from "#tests/support/address-states.ts";
import type { TestDatabase } from "#tests/support/database.ts";
import { begin, crowd, draft, mailedCampaign, subscribeMany } from "#tests/support/mailings.ts";
import { type Sink, startSink } from "#tests/support/smtp-sink.ts";
import { startProcess } from "../support/process.ts";
import type { WorkerOptions } from "./worker.ts";

/** A petition that people sign, a relay, and workers to come between them. */
export interface Scene extends TestDatabase {
	keys: KeyRing;
	sink: Sink;
	/** Loads a worker, which waits to be told. */
	worker(options?: Pick<WorkerOptions, "leases">): Promise<import("node:child_process").ChildProcess>;
	end(): Promise<void>;
}

/** The name of the workers' sessions in Postgres. */
const SESSIONS = "killed_worker";

/** What waits to be sent: a confirm mail to each of so many signers, or a mailing to so many subscribers. */
export interface Waiting {
	lane: Lane;
	/** What to do with a mail of which nobody knows whether it was taken. */
	policy: "resend" | "hold";
	people: number;
}

/** @param base a database of its own, migrated and empty */
export async function scene(base: TestDatabase, { lane, policy, people }: Waiting): Promise<Scene> {
	const dir = await mkdtemp(join(tmpdir(), "yntymaq-kills-"));
	const settings = await readSettings({ PORT: "0", DATA_DIR: dir });
	await loadDemonstration(base.url, settings);
	await recordConsentTexts(base.db);
	const keys = readKeyRing(settings.SECRET_KEYS);
	if (lane === "bulk") await beginMailing(base, keys, people);
	else for (let n = 0; n < people; n++) await signDirectly(base.db, keys, `signer-${n}@example.org`);
	await base.owner.updateTable("email_messages").set({ policy }).execute();
	const sink = await startSink();
	// As far away as a relay in the same country.
	sink.delay = 5;
	const databaseUrl = `${base.url}?application_name=${SESSIONS}`;
	return {
		...base,
		keys,
		sink,
		async worker(options = {}) {
			const told: WorkerOptions = { databaseUrl, smtpUrl: sink.smtpUrl, keys: settings.SECRET_KEYS, ...options };
			return (await startProcess("bench/kills/worker.ts", told)).child;
		},
		async end() {
			await sink.stop();
			await rm(dir, { recursive: true, force: true });
		},
	};
}

/** Freezes a mailing to so many; it waits for a worker. */
async function beginMailing({ db, owner }: TestDatabase, keys: KeyRing, people: number) {
	const campaign = await mailedCampaign(db, keys);
	await subscribeMany(db, keys, campaign, crowd(people));
	await begin(owner, keys, await draft(db, campaign));
}

/** Whether Postgres still runs a statement of a worker that is gone. */
export async function sessionsLeft({ owner }: TestDatabase): Promise<boolean> {
	const { rows } = await sql`select from pg_stat_activity
		where application_name = ${SESSIONS} and datname = current_database()`.execute(owner);
	return rows.length > 0;
}

/** Lets the leases of workers that are gone run out now: a lease is a time in the database. */
export async function endLeases({ owner }: TestDatabase): Promise<void> {
	await sql`update email_deliveries set lease_until = now() - interval '1 second'
		where lease_until is not null`.execute(owner);
}

/** Opens every link that the relay was given, once, and confirms. Gives how many confirmed a signature. */
export async function confirmAll({ db, keys, sink }: Scene): Promise<number> {
	const key = await addressKey(db, keys);
	const links = new Set(sink.bodies.map((body) => /\/en\/confirm\/([a-z2-7]{32})/.exec(body)?.[1] ?? "none"));
	let confirmed = 0;
	for (const token of links) {
		const found = await findConfirmable(db, keys, token, "en");
		if (found.state !== "pending") continue;
		const outcome = await confirmSignature(db, keys, found, "en", { addressKey: key, holdAbove: 1_000_000 });
		if (outcome === "counted") confirmed++;
	}
	return confirmed;
}
