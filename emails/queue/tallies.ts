import type { Db } from "#db/client.ts";
import { codeOf, type MailLog } from "./log.ts";
import { judgeMailing, tally } from "./tally.ts";

const EVERY_MS = 1_000;
/** Outcomes that do not wait for the second to be over: a quarter of what is judged. */
const AT_MOST = 250;

/** One worker's outcomes, written down together. */
export interface Tallies {
	/** What has become of one mail; only `sent` and `rejected` count. */
	note(mailing: number, state: string): void;
	/** Writes what is left. */
	stop(): Promise<void>;
}

/** Writes outcomes down once a second or every few hundred, and pauses a mailing that they tell against. */
export function tallies(db: Db, log: MailLog): Tallies {
	let counts = new Map<number, { sent: number; rejected: number }>();
	let waiting = 0;
	let timer: NodeJS.Timeout | undefined;
	let writing: Promise<void> = Promise.resolve();

	async function write() {
		const written = counts;
		counts = new Map();
		waiting = 0;
		for (const [mailing, count] of written) {
			try {
				await tally(db, mailing, count);
				const reason = await judgeMailing(db, mailing);
				if (reason) log.warn("mail: a mailing is paused", { mailing, reason });
			} catch (error) {
				// The rows of the mails say the same; what is lost is a point of the plot.
				log.warn("mail: outcomes not tallied", { code: codeOf(error) });
			}
		}
	}

	function writeNow() {
		clearTimeout(timer);
		timer = undefined;
		writing = writing.then(write);
	}

	return {
		note(mailing, state) {
			if (state !== "sent" && state !== "rejected") return;
			const count = counts.get(mailing) ?? { sent: 0, rejected: 0 };
			counts.set(mailing, count);
			count[state]++;
			waiting++;
			if (waiting >= AT_MOST) writeNow();
			else timer ??= setTimeout(writeNow, EVERY_MS);
		},
		async stop() {
			writeNow();
			await writing;
		},
	};
}
