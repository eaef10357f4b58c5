import { once } from "node:events";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { connect } from "#db/client.ts";
import { mailingMailer } from "./mailing-queue.ts";

/** What a mailer in a process of its own is told. */
export interface MailingWorkerOptions {
	databaseUrl: string;
	smtpUrl: string;
	/** SECRET_KEYS */
	secret: string;
}

/** The mailer as the product's worker runs it, with a pool of the same size; it stops when it is told anything. */
export async function run({ databaseUrl, smtpUrl, secret }: MailingWorkerOptions): Promise<void> {
	const db = connect(databaseUrl, { max: 5, statementTimeout: 60_000, onError: () => undefined });
	const log = { info: () => undefined, warn: console.warn, error: console.error };
	const mailer = await mailingMailer({ db, databaseUrl, smtpUrl, keys: readKeyRing(secret), log });
	process.send?.("ready");
	await once(process, "message");
	await mailer.stop();
	await db.destroy();
	process.disconnect?.();
}
