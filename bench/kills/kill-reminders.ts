import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { confirmRsvp } from "#app/pickets/joining/confirm-rsvp.server.ts";
import { findJoinable } from "#app/pickets/joining/joinable.server.ts";
import { joinPicket } from "#app/pickets/joining/rsvp.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { hoursPass, inHours, newestPending } from "#tests/support/attendees.ts";
import type { TestDatabase } from "#tests/support/database.ts";
import { states, until } from "#tests/support/mail.ts";
import { sealRsvps } from "#tests/support/many-attendees.ts";
import { makePicket } from "#tests/support/pickets.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { startProcess } from "../support/process.ts";
import type { PicketWorkerOptions } from "./picket-worker.ts";
import { endLeases } from "./scene.ts";

/** What came of the reminders of a picket whose workers were killed. */
export interface KilledReminders {
	people: number;
	kills: number;
	/** People to whom the relay took a reminder, and copies beyond the first of each. */
	reminded: number;
	extraCopies: number;
	/** Reminders of which nobody knows whether they were taken. */
	unknown: number;
	states: Record<string, number>;
}

/**
 * Lets a picket come within a day of its start and kills one worker after another (SIGKILL) while it decides and sends,
 * then lets a last one finish.
 * @param base a database of its own, migrated and empty
 */
export async function killReminders(base: TestDatabase, people: number, kills: number): Promise<KilledReminders> {
	const dataDir = await mkdtemp(join(tmpdir(), "yntymaq-reminders-"));
	const secret = `1:${randomBytes(32).toString("base64")}`;
	const sink = await startSink();
	// As far away as a relay in the same country.
	sink.delay = 2;
	const options: PicketWorkerOptions = { databaseUrl: base.url, smtpUrl: sink.smtpUrl, keys: secret, dataDir };
	const worker = async () => (await startProcess("bench/kills/picket-worker.ts", options)).child;
	try {
		await gather(base, secret, people);
		let next = worker();
		for (let kill = 0; kill < kills; kill++) {
			const child = await next;
			next = worker();
			const gone = once(child, "exit");
			// The first dies as its first batch is on its way, those after it at any word.
			const after = kill === 0 ? 1 : Math.ceil((people / kills / 4) * (0.5 + Math.random()));
			sink.script((stage, count) => {
				if (stage === "RCPT" && count === after) child.kill("SIGKILL");
				return undefined;
			});
			child.send("begin");
			await gone;
			sink.script(() => undefined);
			await endLeases(base);
		}
		const last = await next;
		const gone = once(last, "exit");
		last.send("begin");
		await until(() => allSettled(base, people), "everybody was reminded or is in doubt", 60_000);
		last.send("stop");
		await gone;
		const copies = new Map<string, number>();
		for (const body of sink.bodies) {
			const to = /^to: *(.*)$/im.exec(body)?.[1] ?? "";
			copies.set(to, (copies.get(to) ?? 0) + 1);
		}
		const found = await states(base.owner);
		return {
			people,
			kills,
			reminded: copies.size,
			extraCopies: [...copies.values()].reduce((sum, count) => sum + count - 1, 0),
			unknown: found.unknown ?? 0,
			states: found,
		};
	} finally {
		await sink.stop();
		await rm(dataDir, { recursive: true, force: true });
	}
}

/** People who come to a picket that begins in twenty-three hours. */
async function gather(base: TestDatabase, secret: string, people: number): Promise<void> {
	const keys = readKeyRing(secret);
	const picket = await makePicket(base.db, keys, { facts: inHours(48) });
	const joinable = await findJoinable(base.db, picket.slug, "");
	if (!joinable) throw new Error("nobody can join the picket");
	const rsvp = { locale: "en", party: 1, suspect: false, origin: "https://campaign.example" } as const;
	await joinPicket(base.db, keys, joinable, { ...rsvp, email: "first@example.org" });
	await confirmRsvp(base.db, keys, { id: await newestPending(base, picket), picketId: picket.id });
	await sealRsvps(base, picket.id, people - 1, keys);
	await sql`delete from email_deliveries`.execute(base.owner);
	await hoursPass(base, 25);
}

async function allSettled({ owner }: TestDatabase, people: number): Promise<boolean> {
	const { sent = 0, unknown = 0 } = await states(owner);
	return sent + unknown === people;
}
