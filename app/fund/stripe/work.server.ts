import type { Log } from "#app/log.ts";
import { isAway as isPostgresAway } from "#db/away.ts";
import { backOff } from "#db/back-off.ts";
import { raiseAlarm } from "../alarms/alarms.server.ts";
import { dueCheckouts } from "./checkouts.server.ts";
import { claimEvents, noteOutcome, type Outcome, type Told } from "./events.server.ts";
import { stripeFund } from "./fund.server.ts";
import { giveBack } from "./give-back.server.ts";
import type { Hint } from "./hint.ts";
import { lookAgain } from "./look-again.server.ts";
import type { Looking } from "./looking.ts";
import { API_VERSION } from "./stripe.server.ts";
import { isAway, isMissing } from "./trouble.ts";

/** Events of one round, things looked at side by side, and pages for paying looked at in one round. */
const EVENTS = 100;
const HANDS = 4;
const CHECKOUTS = 20;

/**
 * One round of what nobody should have to wait for: events that have come, refunds that were asked for, pages on which
 * somebody may be paying.
 * @param signal ends it after what is in hand
 * @returns a function to be called again and again. After Stripe has said that it is too much, or has not answered, it does
 *   nothing for a while
 */
export function stripeRounds(looking: Looking, log: { warn: Log }): (signal: AbortSignal) => Promise<void> {
	const trouble = backOff();

	/** Does one thing at Stripe; where Stripe or Postgres is away it waits, with everything after it. */
	async function attempt<Result>(work: () => Promise<Result>): Promise<Result | "later" | "gone"> {
		if (trouble.left() > 0) return "later";
		try {
			const result = await work();
			trouble.worked();
			return result;
		} catch (error) {
			if (isMissing(error)) return "gone";
			// What is wrong with this one thing keeps nothing else waiting.
			if (isAway(error) || isPostgresAway(error)) trouble.failed();
			// Names a class of ours or of the SDK's; the message may hold an address.
			log.warn("Stripe is asked again later", {
				error: error instanceof Error ? error.constructor.name : typeof error,
			});
			return "later";
		}
	}

	async function handle(told: Told): Promise<void> {
		await alarmOfVersions(looking, told);
		const { hint } = told;
		const outcome: Outcome = hint ? await attempt(() => lookAgain(looking, hint)) : "seen";
		await noteOutcome(looking.db, told, outcome);
	}

	return async (signal) => {
		if (trouble.left() > 0) return;
		await eachOf(await claimEvents(looking.db, looking.keys, EVENTS), signal, handle);
		await attempt(() => giveBack(looking));
		const pages = (await dueCheckouts(looking.db, CHECKOUTS)).map((id): Hint => ({ of: "checkout", id }));
		await eachOf(pages, signal, (page) => attempt(() => lookAgain(looking, page)));
	};
}

async function alarmOfVersions({ db }: Looking, { versions }: Told): Promise<void> {
	const other = versions.find((version) => version !== API_VERSION);
	if (other === undefined) return;
	const campaignId = await stripeFund(db);
	if (campaignId !== undefined) await raiseAlarm(db, campaignId, "api-version", other ?? "none");
}

/** A few side by side, until all are done or the end is asked for. */
async function eachOf<Item>(items: readonly Item[], signal: AbortSignal, work: (item: Item) => Promise<unknown>) {
	const left = [...items];
	const hand = async () => {
		for (let item = left.shift(); item !== undefined && !signal.aborted; item = left.shift()) await work(item);
	};
	await Promise.all(Array.from({ length: HANDS }, hand));
}
