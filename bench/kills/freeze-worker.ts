import { once } from "node:events";
import { sql } from "kysely";
import type { Lane } from "#emails/queue/claim.ts";
import type { TestDatabase } from "#tests/support/database.ts";
import { states, until } from "#tests/support/mail.ts";
import { type Scene, scene } from "./scene.ts";

/** What a worker that slept through its leases had in its hands, and what came of it. */
export interface Frozen {
	mails: number;
	/** Claimed and marked by it when it was frozen. */
	claimed: number;
	sending: number;
	/** Bodies that the relay took while another worker finished, and from the woken one afterwards. */
	takenBefore: number;
	takenAfter: number;
	/** Message-IDs that the relay took. */
	taken: number;
	states: Record<string, number>;
}

// The real ones, shortened to a second: no clock is turned.
const leases = { claimed: 1, begin: 0.5, envelope: 0.5, sending: 2 };

/**
 * Freezes a worker in the middle of its work (SIGSTOP), lets its leases run out and another worker send everything,
 * wakes it (SIGCONT) and lets it stop as a worker does.
 * @param base a database of its own, migrated and empty
 */
export async function freezeWorker(base: TestDatabase, mails: number, lane: Lane = "transactional"): Promise<Frozen> {
	const set = await scene(base, { lane, policy: "resend", people: mails });
	const { sink, owner } = set;
	try {
		const [sleeper, other] = await Promise.all([set.worker({ leases }), set.worker()]);
		const frozen = new Promise<void>((resolve) => {
			sink.script((stage, count) => {
				if (stage === "DATA" && count === 40) {
					sleeper.kill("SIGSTOP");
					resolve();
				}
				return undefined;
			});
		});
		sleeper.send("begin");
		await frozen;
		const { claimed = 0, sending = 0 } = await states(owner);
		await until(() => leasesOver(set), "its leases are over");
		const [otherGone, sleeperGone] = [once(other, "exit"), once(sleeper, "exit")];
		other.send("begin");
		await until(async () => (await states(owner)).sent === mails, "the other has sent everything", 60_000);
		other.send("stop");
		await otherGone;
		const takenBefore = sink.bodies.length;
		sleeper.kill("SIGCONT");
		sleeper.send("stop");
		await sleeperGone;
		return {
			mails,
			claimed,
			sending,
			takenBefore,
			takenAfter: sink.bodies.length - takenBefore,
			taken: sink.copies.size,
			states: await states(owner),
		};
	} finally {
		await set.end();
	}
}

async function leasesOver({ owner }: Scene): Promise<boolean> {
	const { rows } = await sql<{ held: boolean }>`
		select exists (select from email_deliveries where lease_until > now()) as held`.execute(owner);
	return rows[0]?.held === false;
}
