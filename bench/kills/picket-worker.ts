import { once } from "node:events";
import { readSettings } from "#app/env.server.ts";
import { startTelling } from "#app/pickets/hearing/tell.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { connect } from "#db/client.ts";
import { startMailer } from "#emails/queue/mailer.ts";

/** What a worker to be killed is told. */
export interface PicketWorkerOptions {
	databaseUrl: string;
	smtpUrl: string;
	/** SECRET_KEYS */
	keys: string;
	dataDir: string;
}

/**
 * What the product's worker does for those who come to pickets, in a process of its own that can be killed: it decides
 * who is told what, and sends it. It says `ready` and begins when it is told anything.
 */
export async function run({ databaseUrl, smtpUrl, keys: secret, dataDir }: PicketWorkerOptions): Promise<void> {
	const quiet = () => undefined;
	const log = { info: quiet, warn: quiet, error: quiet };
	const told = () => once(process, "message");
	const begin = told();
	process.send?.("ready");
	await begin;
	const settings = await readSettings({ DATA_DIR: dataDir });
	const keys = readKeyRing(secret);
	const db = connect(databaseUrl, { max: 5, statementTimeout: 60_000, onError: quiet });
	const mailer = await startMailer({
		db,
		databaseUrl,
		keys,
		smtpUrl,
		from: "post@campaign.example",
		senderName: "16",
		origin: "https://campaign.example",
		cap: { day: 3, week: 6 },
		rates: { relay: 0, perDomain: 0 },
		log,
		pace: { poll: 20, sweep: 100 },
	});
	const telling = startTelling(db, keys, settings, log);
	await told();
	await telling.stop();
	await mailer.stop();
	await db.destroy();
	process.disconnect?.();
}
