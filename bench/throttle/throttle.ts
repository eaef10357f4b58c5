import { sql } from "kysely";
import { readCeiling } from "#emails/queue/ceiling.ts";
import type { TestDatabase } from "#tests/support/database.ts";
import { keys, testMailer, until } from "#tests/support/mail.ts";
import { begin, crowd, draft, mailedCampaign, statesOf, subscribeMany } from "#tests/support/mailings.ts";
import { type Sink, startSink } from "#tests/support/smtp-sink.ts";

/** What came of a mailing through a relay that asks for fewer. */
export interface Throttled {
	/** Mails of which everybody's arrived, and how many arrived twice. */
	sent: number;
	extraCopies: number;
	/** How often the relay said 454. */
	refusals: number;
	/** Mails that were offered to it, each second. */
	offered: number[];
	/** Mails a minute that all workers keep to when the relay has been strict for so long; null when they have not listened. */
	ceiling: number | null;
	/** Seconds until it was offered no more than it takes; undefined when that never came. */
	bornAfter: number | undefined;
}

export interface ThrottleOptions {
	people: number;
	/** Mails a second that the relay takes; of what is more, and of 30 % whatever comes, it says 454. */
	takes: number;
	/** How long it is so strict. */
	seconds: number;
}

const SHARE = 0.3;

/**
 * Sends a mailing through a relay that says 454 to 30 % of all recipients, and to all above a rate, for some seconds; then
 * it takes everything. What was put off is taken up at once: nobody waits for five minutes.
 * @param base a database of its own, migrated and empty
 */
export async function throttle(base: TestDatabase, { people, takes, seconds }: ThrottleOptions): Promise<Throttled> {
	const sink = await startSink();
	const campaign = await mailedCampaign(base.db, keys);
	await subscribeMany(base.db, keys, campaign, crowd(people));
	const id = await draft(base.db, campaign);
	await begin(base.db, keys, id);
	const strict = strictly(sink, takes);
	const mailer = await testMailer(base, sink.smtpUrl, { pace: { poll: 250, sweep: 1_000 } });
	try {
		await until(() => strict.offered().length >= seconds, "the relay has been strict for long enough", seconds * 2_000);
		const offered = strict.offered().slice(0, seconds);
		const refusals = strict.refusals();
		const ceiling = await readCeiling(base.db);
		sink.script(() => undefined);
		// A quiet relay gives the rate back by the minute: no test waits for that.
		await base.owner.deleteFrom("mail_buckets").execute();
		await until(
			async () => {
				await sql`update email_deliveries set not_before = now() where not_before is not null`.execute(base.owner);
				return (await statesOf(base.owner, id)).sent === people;
			},
			"everybody has got it",
			120_000,
		);
		const copies = [...sink.copies.values()];
		const born = offered.findIndex((_, second) => offered.slice(second).every((n) => n <= takes));
		return {
			sent: copies.length,
			extraCopies: copies.reduce((sum, n) => sum + n - 1, 0),
			refusals,
			offered,
			ceiling,
			bornAfter: born < 0 ? undefined : born,
		};
	} finally {
		await mailer.stop();
		await sink.stop();
	}
}

/** Makes a relay strict, and counts what it is offered second by second. */
function strictly(sink: Sink, takes: number) {
	const began = performance.now();
	const second = () => Math.floor((performance.now() - began) / 1_000);
	const offered: number[] = [];
	let refusals = 0;
	let nth = 0;
	sink.script((stage) => {
		if (stage !== "RCPT") return undefined;
		const n = (offered[second()] ?? 0) + 1;
		offered[second()] = n;
		// Three of ten, whatever the rate.
		const unlucky = nth++ % 10 < SHARE * 10;
		if (n <= takes && !unlucky) return undefined;
		refusals++;
		return "454 4.7.0 too many, later";
	});
	return {
		/** Of the seconds that are over. */
		offered: () => Array.from({ length: second() }, (_, i) => offered[i] ?? 0),
		refusals: () => refusals,
	};
}
