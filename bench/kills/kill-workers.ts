import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Lane } from "#emails/queue/claim.ts";
import type { TestDatabase } from "#tests/support/database.ts";
import { states, until } from "#tests/support/mail.ts";
import type { Stage } from "#tests/support/smtp-sink.ts";
import { confirmAll, endLeases, type Scene, scene, sessionsLeft } from "./scene.ts";

/** What came of a queue whose workers were killed. */
export interface Killed {
	mails: number;
	kills: number;
	/** Mails of which nobody knew whether they were taken, at each kill. */
	inDoubt: number[];
	/** Copies beyond the first, by Message-ID. */
	extraCopies: number;
	/** Message-IDs that the relay took. */
	taken: number;
	states: Record<string, number>;
	/** Links that confirmed a signature when all were opened afterwards. */
	confirmed: number;
}

export interface KillOptions {
	/** Confirm mails where it is absent. */
	lane?: Lane;
	policy: "resend" | "hold";
	kills: number;
	mails: number;
	/** Kills wait for this many mails at least and twice as many at most. */
	between: number;
}

const stages: readonly Stage[] = ["MAIL", "RCPT", "DATA", "body"];

/**
 * Kills one worker after another (SIGKILL) at a random moment of its work, and lets a last one finish.
 * @param base a database of its own, migrated and empty
 */
export async function killWorkers(base: TestDatabase, options: KillOptions): Promise<Killed> {
	const { lane = "transactional", policy, kills, mails } = options;
	const set = await scene(base, { lane, policy, people: mails });
	try {
		const inDoubt: number[] = [];
		let next = set.worker();
		for (let kill = 0; kill < kills; kill++) {
			const worker = await next;
			next = set.worker();
			await killInTheMiddle(set, worker, options.between);
			inDoubt.push((await states(set.owner)).sending ?? 0);
			await endLeases(set);
		}
		await finish(set, await next);
		const copies = [...set.sink.copies.values()];
		return {
			mails,
			kills,
			inDoubt,
			extraCopies: copies.reduce((sum, count) => sum + count - 1, 0),
			taken: copies.length,
			states: await states(set.owner),
			confirmed: lane === "bulk" ? 0 : await confirmAll(set),
		};
	} finally {
		await set.end();
	}
}

/** Kills a worker when the relay hears a random word of a random mail from it, or up to 20 ms later. */
async function killInTheMiddle({ sink, ...base }: Scene, worker: ChildProcess, between: number) {
	const [at = "body"] = [stages[Math.floor(Math.random() * stages.length)]];
	const after = Math.ceil(between * (1 + Math.random()));
	const late = Math.random() < 0.5 ? 0 : Math.random() * 20;
	const gone = once(worker, "exit");
	sink.script((stage, count) => {
		if (stage === at && count === after) setTimeout(() => worker.kill("SIGKILL"), late);
		return undefined;
	});
	worker.send("begin");
	const [, signal] = await gone;
	if (signal !== "SIGKILL") throw new Error("a worker ended before it was killed");
	sink.script(() => undefined);
	await until(async () => !(await sessionsLeft(base)), "Postgres has ended what the worker had begun");
}

async function finish({ owner }: Scene, worker: ChildProcess) {
	const gone = once(worker, "exit");
	worker.send("begin");
	const done = async () => Object.keys(await states(owner)).every((state) => /^(sent|unknown)$/.test(state));
	await until(done, "the last worker has sent everything", 60_000);
	worker.send("stop");
	await gone;
}
