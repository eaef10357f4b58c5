import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { connect, type Db } from "#db/client.ts";
import { deliveryRow } from "#emails/outbox.ts";
import { startMailer } from "#emails/queue/mailer.ts";
import { from, keys, localeOf, senderName, valuesIn } from "./sample.ts";
import type { CountingSink } from "./sink.ts";

/** The product's queue on a database: rows are promised, a mailer of the product sends them. */
export interface Queue {
	db: Db;
	/** Promises mails, which wait. */
	promise(mails: number): Promise<void>;
	/**
	 * Lets them go and waits until the last has been taken and written off.
	 * @returns mails a second
	 */
	send(mails: number): Promise<number>;
	stop(): Promise<void>;
}

const log = { info: () => undefined, warn: console.warn, error: console.error };

/** Starts a mailer as the worker does, with a pool of the worker's size. */
export async function startQueue(databaseUrl: string, sink: CountingSink): Promise<Queue> {
	const db = connect(databaseUrl, { max: 5, statementTimeout: 60_000, onError: () => undefined });
	const mailer = await startMailer({
		db,
		databaseUrl,
		keys,
		smtpUrl: sink.smtpUrl,
		from,
		senderName,
		origin: "https://campaign.example",
		cap: { day: 3, week: 6 },
		rates: { relay: 0, perDomain: 0 },
		log,
	});
	return {
		db,
		async promise(mails) {
			await setStatus(db, "paused");
			await promise(db, mails);
		},
		async send(mails) {
			const { taken } = await sink.expect(mails);
			await setStatus(db, "sending");
			const began = performance.now();
			mailer.wake();
			await taken;
			while (await anyClaimed(db));
			return mails / ((performance.now() - began) / 1_000);
		},
		async stop() {
			await mailer.stop();
			await db.destroy();
		},
	};
}

const setStatus = (db: Db, status: string) => db.updateTable("email_messages").set({ status }).execute();

async function promise(db: Db, mails: number) {
	const run = randomBytes(4).toString("hex");
	for (let done = 0; done < mails; done += 1_000) {
		const rows = Array.from({ length: Math.min(1_000, mails - done) }, (_, i) => {
			const locale = localeOf(i);
			const to = `p${run}${done + i}@example.org`;
			const values = valuesIn(locale);
			return deliveryRow(keys, { kind: "confirm-signature", subjectId: randomUUID(), to, locale, values });
		});
		await db.insertInto("email_deliveries").values(rows).execute();
	}
}

/** Of what has been taken, only what is claimed has not been written off. */
async function anyClaimed(db: Db): Promise<boolean> {
	const { rows } = await sql<{ claimed: boolean }>`
		select exists (select from email_deliveries where claimed_by is not null) as claimed`.execute(db);
	return rows[0]?.claimed ?? false;
}
