import { databaseAt } from "#tests/support/database.ts";
import { freezeWorker } from "../kills/freeze-worker.ts";
import { type Killed, killWorkers } from "../kills/kill-workers.ts";
import { type Drilled, progress } from "../support/drill.ts";
import { startPostgres } from "../support/postgres.ts";

const KILLS = 20;
const MAILS = 4_000;
/** Three windows of ten: what one crash may leave in doubt. */
const IN_DOUBT = 30;

/** Twenty workers killed under each policy, and one frozen past its leases and woken. */
export async function run(): Promise<Drilled> {
	const say = progress();
	say("mail-kills: resend");
	const resend = await withPostgres((base) =>
		killWorkers(base, { policy: "resend", kills: KILLS, mails: MAILS, between: 60 }),
	);
	say("mail-kills: hold");
	const hold = await withPostgres((base) =>
		killWorkers(base, { policy: "hold", kills: KILLS, mails: MAILS, between: 60 }),
	);
	say("mail-kills: frozen");
	const frozen = await withPostgres((base) => freezeWorker(base, 600));
	const total = ({ inDoubt }: Killed) => inDoubt.reduce((sum, count) => sum + count, 0);
	const bounded = [...resend.inDoubt, ...hold.inDoubt].every((count) => count <= IN_DOUBT);
	return {
		passed:
			bounded &&
			resend.confirmed === MAILS &&
			resend.taken === MAILS &&
			resend.states.sent === MAILS &&
			resend.extraCopies <= total(resend) &&
			hold.extraCopies === 0 &&
			(hold.states.unknown ?? 0) === total(hold) &&
			(hold.states.sent ?? 0) + total(hold) === MAILS &&
			frozen.claimed > 0 &&
			frozen.sending > 0 &&
			frozen.takenAfter === 0 &&
			frozen.taken === frozen.mails,
		figures: {
			mails: MAILS,
			kills: KILLS,
			"resend: in doubt, each kill": resend.inDoubt.join(" "),
			"resend: extra copies": resend.extraCopies,
			"resend: links that confirmed": resend.confirmed,
			"hold: in doubt, each kill": hold.inDoubt.join(" "),
			"hold: extra copies": hold.extraCopies,
			"hold: unknown": hold.states.unknown ?? 0,
			"hold: taken though unknown": hold.taken - (hold.states.sent ?? 0),
			"frozen: claimed": frozen.claimed,
			"frozen: at a socket": frozen.sending,
			"frozen: sent after waking": frozen.takenAfter,
			"frozen: extra copies": frozen.takenBefore - frozen.taken,
		},
	};
}

async function withPostgres<Found>(work: (base: ReturnType<typeof databaseAt>) => Promise<Found>): Promise<Found> {
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
