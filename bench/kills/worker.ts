import { once } from "node:events";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { connect } from "#db/client.ts";
import type { Leases } from "#emails/queue/leases.ts";
import { startMailer } from "#emails/queue/mailer.ts";

/** What a worker to be killed is told. */
export interface WorkerOptions {
	databaseUrl: string;
	smtpUrl: string;
	/** SECRET_KEYS */
	keys: string;
	/** Shorter ones, for who freezes it and has no quarter of an hour. */
	leases?: Leases;
}

/**
 * The mailer as the product's worker runs it, in a process of its own that can be killed. It says `ready`, begins when
 * it is told anything, and stops as the worker does when it is told once more.
 */
export async function run({ databaseUrl, smtpUrl, keys, leases }: WorkerOptions): Promise<void> {
	const quiet = () => undefined;
	const told = () => once(process, "message");
	const begin = told();
	process.send?.("ready");
	await begin;
	const db = connect(databaseUrl, { max: 5, statementTimeout: 60_000, onError: quiet });
	const mailer = await startMailer({
		db,
		databaseUrl,
		keys: readKeyRing(keys),
		smtpUrl,
		from: "post@campaign.example",
		senderName: "16",
		origin: "https://campaign.example",
		cap: { day: 3, week: 6 },
		rates: { relay: 0, perDomain: 0 },
		log: { info: quiet, warn: quiet, error: quiet },
		...(leases && { leases }),
	});
	await told();
	await mailer.stop();
	await db.destroy();
	process.disconnect?.();
}
