import { type Handler, startJobs } from "#app/jobs/run.server.ts";
import { type JobName, jobNames } from "#app/jobs/timetable.ts";
import { remindToConfirm } from "#app/petitions/remind.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { connect } from "#db/client.ts";

/** What a worker to be killed is told. */
export interface JobsWorkerOptions {
	databaseUrl: string;
	/** SECRET_KEYS */
	keys: string;
}

/**
 * The jobs of the product's worker in a process of its own that can be killed: it reminds of a whole day at once, and
 * has nothing else to do. It says `ready` before it begins.
 */
export async function run({ databaseUrl, keys: secret }: JobsWorkerOptions): Promise<void> {
	const quiet = () => undefined;
	const keys = readKeyRing(secret);
	const db = connect(databaseUrl, { max: 2, statementTimeout: 60_000, onError: quiet });
	const handlers = {} as Record<JobName, Handler>;
	for (const name of jobNames) handlers[name] = async () => undefined;
	handlers.reminders = (signal) => remindToConfirm(db, keys, { signal, share: 1 });
	process.send?.("ready");
	await startJobs(databaseUrl, handlers, { info: quiet, warn: quiet }, { poll: 0.5, tend: 1 });
}
