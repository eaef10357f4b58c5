import { databaseAt, type TestDatabase } from "#tests/support/database.ts";
import { ownPostgres } from "#tests/support/own-postgres.ts";
import { freezeWorker } from "../kills/freeze-worker.ts";
import { killPostgres } from "../kills/kill-postgres.ts";
import { killWorkers } from "../kills/kill-workers.ts";
import { type Drilled, progress } from "../support/drill.ts";
import { startPostgres } from "../support/postgres.ts";

const KILLS = 20;
const MAILS = 8_000;
/** Three windows of ten: what one crash may leave in doubt. */
const IN_DOUBT = 30;

/** A mailing whose workers are killed twenty times under each policy, one frozen and woken, its Postgres killed. */
export async function run(): Promise<Drilled> {
	const say = progress();
	say("mailing-kills: hold");
	const options = { lane: "bulk", kills: KILLS, mails: MAILS, between: 120 } as const;
	const hold = await withPostgres((base) => killWorkers(base, { ...options, policy: "hold" }));
	say("mailing-kills: resend");
	const resend = await withPostgres((base) => killWorkers(base, { ...options, policy: "resend" }));
	say("mailing-kills: frozen");
	const frozen = await withPostgres((base) => freezeWorker(base, 1_000, "bulk"));
	say("mailing-kills: Postgres killed");
	const postgres = await ownPostgres();
	const killed = await killPostgres(postgres, MAILS, 3);
	await postgres.database.drop();
	await postgres.remove();
	const doubtful = hold.inDoubt.reduce((sum, n) => sum + n, 0);
	return {
		passed:
			[...hold.inDoubt, ...resend.inDoubt].every((n) => n <= IN_DOUBT) &&
			hold.extraCopies === 0 &&
			hold.states.unknown === doubtful &&
			(hold.states.sent ?? 0) + doubtful === MAILS &&
			resend.taken === MAILS &&
			resend.states.sent === MAILS &&
			frozen.claimed > 0 &&
			frozen.takenAfter === 0 &&
			frozen.taken === frozen.mails &&
			killed.extraCopies === 0 &&
			killed.resumedMs <= 10_000 &&
			(killed.states.sent ?? 0) + (killed.states.unknown ?? 0) === MAILS,
		figures: {
			mails: MAILS,
			kills: KILLS,
			"hold: in doubt, each kill": hold.inDoubt.join(" "),
			"hold: extra copies": hold.extraCopies,
			"hold: unknown": hold.states.unknown ?? 0,
			"hold: sent": hold.states.sent ?? 0,
			"resend: in doubt, each kill": resend.inDoubt.join(" "),
			"resend: lost": MAILS - resend.taken,
			"resend: extra copies, same Message-ID": resend.extraCopies,
			"frozen: claimed and at a socket": `${frozen.claimed} ${frozen.sending}`,
			"frozen: sent after waking": frozen.takenAfter,
			"Postgres killed: resumed within, ms": killed.resumedMs,
			"Postgres killed: extra copies": killed.extraCopies,
			"Postgres killed: sent and unknown": `${killed.states.sent ?? 0} ${killed.states.unknown ?? 0}`,
		},
	};
}

async function withPostgres<Found>(work: (base: TestDatabase) => Promise<Found>): Promise<Found> {
	// What is killed here are workers, not the machine.
	const postgres = await startPostgres({ fsync: "off" });
	const base = databaseAt(postgres.url, async () => undefined);
	try {
		return await work(base);
	} finally {
		await base.drop();
		await postgres.stop();
	}
}
