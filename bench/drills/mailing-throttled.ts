import { databaseAt } from "#tests/support/database.ts";
import { type Drilled, progress } from "../support/drill.ts";
import { startPostgres } from "../support/postgres.ts";
import { throttle } from "../throttle/throttle.ts";

const PEOPLE = 20_000;
/** Mails a second. */
const TAKES = 20;
const SECONDS = 90;
/** Within this many the rate is below what the relay takes. */
const WITHIN = 60;

/** A mailing through a relay that says 454 to 30 % of commands, and to all beyond twenty a second. */
export async function run(): Promise<Drilled> {
	progress()("mailing-throttled: a relay that asks for fewer");
	const postgres = await startPostgres({ fsync: "off" });
	const base = databaseAt(postgres.url, async () => undefined);
	try {
		const found = await throttle(base, { people: PEOPLE, takes: TAKES, seconds: SECONDS });
		return {
			passed:
				found.sent === PEOPLE &&
				found.extraCopies === 0 &&
				found.refusals > 0 &&
				found.bornAfter !== undefined &&
				found.bornAfter <= WITHIN,
			figures: {
				people: PEOPLE,
				"the relay takes, a second": TAKES,
				arrived: found.sent,
				"arrived twice": found.extraCopies,
				"answered 454": found.refusals,
				"below what it takes after, seconds": found.bornAfter ?? "never",
				"offered each second": found.offered.join(" "),
			},
		};
	} finally {
		await base.drop();
		await postgres.stop();
	}
}
