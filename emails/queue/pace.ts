import type { Db } from "#db/client.ts";
import { take, type Wanted } from "./buckets.ts";
import { readCeiling, slowDown } from "./ceiling.ts";
import { bucketOf, type Rates, reserveOf } from "./rates.ts";

// What another worker was told reaches this one within so long.
const LOOK_EVERY_MS = 1_000;
// The rate of which a relay bears half is that of the last seconds.
const OBSERVED = 10;
const TOLD_EVERY_MS = 1_000;

/** How fast one worker may send: what the settings say, and what the relay has been heard to bear. */
export interface Pace {
	/**
	 * The relay's bucket as a lane takes from it; null while there is no limit. What the relay was heard to bear slows
	 * mailings alone: a mail that somebody waits for is tried, and deferred if the relay still says so.
	 */
	relay(want: number, lane: "transactional" | "bulk"): Promise<Wanted | null>;
	/** So many have just been given to the relay. */
	sent(mails: number): void;
	/** The relay asked for fewer. */
	throttled(): Promise<void>;
	/** Counts how often the relay has asked for fewer, so that a lane can put back what it took before. */
	falls(): number;
}

/** @param now a clock in milliseconds that never jumps */
export function paceOf(db: Db, rates: Rates, now: () => number = () => performance.now()): Pace {
	let ceiling: number | null = null;
	let looked = Number.NEGATIVE_INFINITY;
	let told = Number.NEGATIVE_INFINITY;
	let falls = 0;
	let counts: Count[] = [];

	async function limit(lane: "transactional" | "bulk"): Promise<number> {
		if (lane === "transactional") return rates.relay || Number.POSITIVE_INFINITY;
		if (now() - looked > LOOK_EVERY_MS) {
			looked = now();
			ceiling = await readCeiling(db);
		}
		return Math.min(rates.relay || Number.POSITIVE_INFINITY, ceiling ?? Number.POSITIVE_INFINITY);
	}

	return {
		async relay(want, lane) {
			const perMinute = await limit(lane);
			if (perMinute === Number.POSITIVE_INFINITY) return null;
			const shape = bucketOf(perMinute);
			return { name: "relay", want, ...shape, reserve: lane === "bulk" ? reserveOf(shape) : 0 };
		},
		sent(mails) {
			const second = Math.floor(now() / 1_000);
			const last = counts.at(-1);
			if (last?.second === second) last.mails += mails;
			else counts = [...counts.filter((count) => count.second > second - OBSERVED), { second, mails }];
		},
		async throttled() {
			if (now() - told < TOLD_EVERY_MS) return;
			told = now();
			await slowDown(db, perMinuteOf(counts, now() / 1_000));
			looked = Number.NEGATIVE_INFINITY;
			falls++;
		},
		falls: () => falls,
	};
}

interface Count {
	second: number;
	mails: number;
}

/** @param now in seconds */
function perMinuteOf(counts: readonly Count[], now: number): number {
	const recent = counts.filter(({ second }) => second > now - OBSERVED);
	const mails = recent.reduce((sum, count) => sum + count.mails, 0);
	return (mails * 60) / Math.max(1, now - (recent[0]?.second ?? now));
}

/** Takes from one bucket. @returns how many; all where there is no limit */
export async function takeOne(db: Db, wanted: Wanted | null, want: number): Promise<number> {
	if (!wanted) return want;
	return (await take(db, [wanted])).get(wanted.name) ?? 0;
}
