import { once } from "node:events";
import { states, until } from "#tests/support/mail.ts";
import type { OwnPostgres } from "#tests/support/own-postgres.ts";
import { endLeases, scene } from "./scene.ts";

/** What came of a mailing whose Postgres was killed in the middle of it. */
export interface PostgresKilled {
	mails: number;
	/** Message-IDs that the relay took, and copies beyond the first. */
	taken: number;
	extraCopies: number;
	/** Milliseconds from when Postgres could be reached again until the next mail was taken, the longest. */
	resumedMs: number;
	states: Record<string, number>;
}

/**
 * Kills Postgres (SIGQUIT: it commits nothing more) while a worker sends a mailing, and starts it again; as often as
 * told. What was at a socket is in doubt, and held: none of it is sent again.
 */
export async function killPostgres(postgres: OwnPostgres, mails: number, kills: number): Promise<PostgresKilled> {
	const set = await scene(postgres.database, { lane: "bulk", policy: "hold", people: mails });
	const { sink, owner } = set;
	try {
		const worker = await set.worker();
		const gone = once(worker, "exit");
		worker.send("begin");
		let resumedMs = 0;
		for (let kill = 1; kill <= kills; kill++) {
			const enough = (mails * kill) / (kills + 2);
			await until(() => sink.bodies.length >= enough, "some have gone", 60_000);
			await postgres.kill();
			await postgres.start();
			const back = performance.now();
			const before = sink.bodies.length;
			await until(() => sink.bodies.length > before, "the mailing goes on", 60_000);
			resumedMs = Math.max(resumedMs, performance.now() - back);
		}
		const done = async () => Object.keys(await states(owner)).every((state) => /^(sent|unknown|sending)$/.test(state));
		await until(done, "everything has been sent", 120_000);
		await endLeases(set);
		await until(async () => !(await states(owner)).sending, "what was in doubt is written down", 30_000);
		worker.send("stop");
		await gone;
		const copies = [...sink.copies.values()];
		return {
			mails,
			taken: copies.length,
			extraCopies: copies.reduce((sum, count) => sum + count - 1, 0),
			resumedMs: Math.round(resumedMs),
			states: await states(owner),
		};
	} finally {
		await set.end();
	}
}
