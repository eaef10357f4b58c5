import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { readKeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { cancelling, type DeliveryRow, deliveryRow } from "#emails/outbox.ts";
import type { MailLog } from "#emails/queue/log.ts";
import { type Mailer, type MailerOptions, startMailer } from "#emails/queue/mailer.ts";
import type { TestDatabase } from "./database.ts";

/** The installation's keys of all mail tests. */
export const keys = readKeyRing(`1:${randomBytes(32).toString("base64")}`);

/** A log that remembers its lines, to be searched for what must not be in them. */
export function rememberingLog(): MailLog & { lines: string[] } {
	const lines: string[] = [];
	const say = (event: string, fields?: object) => void lines.push(JSON.stringify({ event, ...fields }));
	return { lines, info: say, warn: say, error: say };
}

/** A mailer at a test's pace: looks often, so that nobody waits for a second. */
export function testMailer(
	{ db, url }: TestDatabase,
	smtpUrl: string,
	options: Partial<MailerOptions> = {},
): Promise<Mailer> {
	return startMailer({
		db,
		databaseUrl: url,
		keys,
		smtpUrl,
		from: "post@campaign.example",
		senderName: "16",
		origin: "https://campaign.example",
		cap: { day: 3, week: 6 },
		rates: { relay: 0, perDomain: 0 },
		log: rememberingLog(),
		pace: { poll: 50, sweep: 100 },
		...options,
	});
}

/** Promises one mail, as rooms do within a larger statement. */
export async function promiseMail(db: Db, row: DeliveryRow): Promise<void> {
	await db.insertInto("email_deliveries").values(row).execute();
}

/** Cancels what has not been sent about these subjects, as rooms do within a larger statement. */
export async function cancelMails(db: Db, subjectIds: readonly string[]): Promise<void> {
	await cancelling(sql`select unnest(${subjectIds}::uuid[])`).execute(db);
}

/** Promises one confirm mail and gives the subject it is about. */
export async function promiseConfirm(db: Db, to: string, locale = "en"): Promise<string> {
	const subjectId = randomUUID();
	const values = confirmValues(subjectId, locale);
	await promiseMail(db, deliveryRow(keys, { kind: "confirm-signature", subjectId, to, locale, values }));
	return subjectId;
}

function confirmValues(subjectId: string, locale: string) {
	const page = `https://campaign.example/${locale}`;
	return { link: `${page}/confirm/${subjectId}`, withdrawLink: `${page}/withdraw/${subjectId}`, about: "16 December" };
}

/** Promises `count` confirm mails to as many addresses. */
export async function promiseMany(db: Db, count: number): Promise<void> {
	for (let done = 0; done < count; done += 1_000) {
		const rows = Array.from({ length: Math.min(1_000, count - done) }, (_, i) => {
			const subjectId = randomUUID();
			const values = confirmValues(subjectId, "en");
			return deliveryRow(keys, {
				kind: "confirm-signature",
				subjectId,
				to: `p${done + i}@example.org`,
				locale: "en",
				values,
			});
		});
		await db.insertInto("email_deliveries").values(rows).execute();
	}
}

/** The delivery about a subject. */
export function deliveryOf(db: Db, subjectId: string) {
	return db.selectFrom("email_deliveries").selectAll().where("subject_id", "=", subjectId).executeTakeFirstOrThrow();
}

/** Waits until the delivery about a subject is in a state. */
export function untilState(db: Db, subjectId: string, state: string) {
	return until(async () => {
		const row = await deliveryOf(db, subjectId);
		return row.state === state && row;
	}, `a mail is ${state}`);
}

/** How many deliveries are in each state. */
export async function states(db: Db): Promise<Record<string, number>> {
	const rows = await db
		.selectFrom("email_deliveries")
		.select(["state", (count) => count.fn.countAll<number>().as("n")])
		.groupBy("state")
		.orderBy("state")
		.execute();
	return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

/** Empties the queue, the caps and the suppressions between two stories. */
export async function emptyMails(owner: Db): Promise<void> {
	await sql`truncate email_deliveries, email_caps, email_suppressions, mail_buckets`.execute(owner);
	await sql`update email_messages set status = 'sending', policy = 'resend'`.execute(owner);
}

/** Waits until something holds, looking every 20 ms; fails after twenty seconds. */
export async function until<Found>(
	look: () => Promise<Found | undefined | false> | Found | undefined | false,
	what = "it",
	ms = 20_000,
): Promise<Found> {
	const end = performance.now() + ms;
	for (;;) {
		const found = await look();
		if (found) return found;
		if (performance.now() > end) throw new Error(`${what}: not within ${ms} ms`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
