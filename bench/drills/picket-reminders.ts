import { databaseAt } from "#tests/support/database.ts";
import { killReminders } from "../kills/kill-reminders.ts";
import { type Drilled, progress } from "../support/drill.ts";
import { startPostgres } from "../support/postgres.ts";

const PEOPLE = 4_000;
const KILLS = 20;
/** Three windows of ten: what one crash may leave in doubt. */
const IN_DOUBT = 30;

/** Twenty workers killed while they decide who is reminded and send it: nobody is reminded twice. */
export async function run(): Promise<Drilled> {
	progress()("picket-reminders: killing workers");
	// What is killed here are workers, not the machine.
	const postgres = await startPostgres({ fsync: "off" });
	const base = databaseAt(postgres.url, async () => undefined);
	try {
		const { extraCopies, reminded, unknown, states } = await killReminders(base, PEOPLE, KILLS);
		return {
			passed:
				extraCopies === 0 &&
				reminded + unknown >= PEOPLE &&
				(states.sent ?? 0) + unknown === PEOPLE &&
				unknown <= KILLS * IN_DOUBT,
			figures: {
				people: PEOPLE,
				kills: KILLS,
				reminded,
				"second reminders": extraCopies,
				"in doubt, not sent again": unknown,
			},
		};
	} finally {
		await base.drop();
		await postgres.stop();
	}
}
