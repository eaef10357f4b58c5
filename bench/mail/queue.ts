import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { connect, type Db } from "#db/client.ts";
import type { MailValues } from "#emails/kinds.ts";
import { deliveryRow } from "#emails/outbox.ts";
import { type Mailer, startMailer } from "#emails/queue/mailer.ts";
import type { CountingSink } from "./sink.ts";

/** The product's queue on a database: rows are promised, a mailer of the product sends them. */
export interface Queue {
	db: Db;
	/** Promises, lets go and waits until the last mail has been taken and written off. @returns mails a second */
	send(mails: number): Promise<number>;
	stop(): Promise<void>;
}

const quiet = { info: () => undefined, warn: console.warn, error: console.error };
const keys = readKeyRing(`1:${randomBytes(32).toString("base64")}`);

/** Starts a mailer as the worker does, with the worker's pool of five. */
export async function startQueue(databaseUrl: string, sink: CountingSink, values: MailValues["confirm-signature"]) {
	const db = connect(databaseUrl, { max: 5, statementTimeout: 60_000, onError: () => undefined });
	const mailer = await startMailer({
		db,
		databaseUrl,
		keys,
		smtpUrl: sink.smtpUrl,
		from: "post@campaign.example",
		senderName: "16",
		cap: { day: 3, week: 6 },
		log: quiet,
	});
	const queue: Queue = {
		db,
		send: (mails) => send(db, mailer, sink, values, mails),
		async stop() {
			await mailer.stop();
			await db.destroy();
		},
	};
	return queue;
}

async function send(db: Db, mailer: Mailer, sink: CountingSink, values: MailValues["confirm-signature"], n: number) {
	await pause(db, "paused");
	await promise(db, values, n);
	const { taken } = await sink.expect(n);
	await pause(db, "sending");
	const began = performance.now();
	mailer.wake();
	await taken;
	while (await anyOpen(db));
	return n / ((performance.now() - began) / 1_000);
}

const pause = (db: Db, status: string) => db.updateTable("email_messages").set({ status }).execute();

async function promise(db: Db, values: MailValues["confirm-signature"], mails: number) {
	const run = randomBytes(4).toString("hex");
	for (let done = 0; done < mails; done += 1_000) {
		const rows = Array.from({ length: Math.min(1_000, mails - done) }, (_, i) =>
			deliveryRow(keys, {
				kind: "confirm-signature",
				subjectId: randomUUID(),
				to: `p${run}${done + i}@example.org`,
				locale: "en",
				values,
			}),
		);
		await db.insertInto("email_deliveries").values(rows).execute();
	}
}

async function anyOpen(db: Db): Promise<boolean> {
	const { rows } = await sql<{ open: boolean }>`
		select exists (select from email_deliveries
			where state in ('queued', 'claimed', 'sending', 'deferred', 'unknown')) as open`.execute(db);
	return rows[0]?.open ?? false;
}
