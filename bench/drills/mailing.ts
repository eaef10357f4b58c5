import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { freezeAudience } from "#app/mailings/sending/freeze.server.ts";
import { deliveryRow } from "#emails/outbox.ts";
import { release } from "#emails/queue/claim.ts";
import { paceOf } from "#emails/queue/pace.ts";
import { bulkSource } from "#emails/queue/source.ts";
import { mailWaker } from "#emails/wake.ts";
import { statesOf } from "#tests/support/mailings.ts";
import { type MailingQueue, mailingQueue, NO_CAP } from "../mail/mailing-queue.ts";
import type { MailingWorkerOptions } from "../mail/mailing-worker.ts";
import { keys, secret, valuesIn } from "../mail/sample.ts";
import { type CountingSink, countingSink } from "../mail/sink.ts";
import { type Drilled, progress } from "../support/drill.ts";
import { asItComes, startPostgres } from "../support/postgres.ts";
import { endProcess, startProcess } from "../support/process.ts";
import { quantile } from "../support/result.ts";

const PEOPLE = 1_000_000;
const CLAIMS = 200;
/** Milliseconds between two confirm mails during the blast. */
const CONFIRM_EVERY = 250;
const rates = { relay: 0, perDomain: 0 };

/** A mailing to a million: frozen, claimed from, sent, while people confirm. @param args how many instead */
export async function run([people = String(PEOPLE)]: string[]): Promise<Drilled> {
	const total = Number(people);
	const say = progress();
	// The disk of a server, not of the demonstration.
	const postgres = await startPostgres({ ...asItComes, shared_buffers: "512MB", max_wal_size: "8GB" });
	const sink = await countingSink();
	const queue = await mailingQueue(postgres.url);
	try {
		say(`mailing: ${total} subscribe`);
		await queue.subscribe(total);
		await sql`analyze subscriptions`.execute(queue.db);
		say("mailing: frozen");
		const began = performance.now();
		const id = await queue.freeze();
		const frozenSeconds = (performance.now() - began) / 1_000;
		const again = await freezeAgain(queue, id);
		await queue.go(id);
		say("mailing: claims");
		const claims = await timeClaims(queue);
		const blast = await send(queue, { id, total, sink, databaseUrl: postgres.url, say });
		const confirmed = [...blast.confirmed].sort((a, b) => a - b);
		const p95 = { claim: quantile(claims, 0.95), confirmed: quantile(confirmed, 0.95) };
		const states = await statesOf(queue.db, id);
		return {
			passed:
				frozenSeconds <= 15 * Math.max(1, total / PEOPLE) &&
				again === 0 &&
				p95.claim <= 25 &&
				p95.confirmed <= 250 &&
				confirmed.length === blast.asked &&
				blast.mostMegabytes <= 200 &&
				states.sent === total,
			figures: {
				people: total,
				"frozen in, seconds": round(frozenSeconds),
				"added by freezing again": again,
				"claim of 500, p50 ms": round(quantile(claims, 0.5)),
				"claim of 500, p95 ms": round(p95.claim),
				"sent in, seconds": round(blast.seconds),
				"mails a second": Math.round(total / blast.seconds),
				states: JSON.stringify(states),
				"confirm mails meanwhile": blast.asked,
				"commit to accepted, p50 ms": round(quantile(confirmed, 0.5)),
				"commit to accepted, p95 ms": round(p95.confirmed),
				"commit to accepted, most ms": round(confirmed.at(-1) ?? Number.NaN),
				"worker's memory after a tenth, MB": Math.round(blast.earlyMegabytes),
				"worker's memory, most, MB": Math.round(blast.mostMegabytes),
			},
		};
	} finally {
		await queue.stop();
		await sink.stop();
		await postgres.stop();
	}
}

/** Freezes once more what has been frozen, as a worker does that found it half done. @returns rows that this added */
async function freezeAgain({ db }: MailingQueue, id: number): Promise<number> {
	const count = async () => (await statesOf(db, id)).queued ?? 0;
	const before = await count();
	await db
		.updateTable("email_messages")
		.set({ frozen_at: null, total: null, status: "scheduled" })
		.where("id", "=", id)
		.execute();
	await freezeAudience(db, id, NO_CAP);
	return (await count()) - before;
}

/** Milliseconds of claims of five hundred, sorted; they are put back. */
async function timeClaims({ db }: MailingQueue): Promise<number[]> {
	const worker = randomUUID();
	const source = bulkSource(db, paceOf(db, rates), rates, async () => undefined);
	const times: number[] = [];
	for (let n = 0; n < CLAIMS; n++) {
		const began = performance.now();
		await source(worker, 500, 120);
		times.push(performance.now() - began);
	}
	await release(db, worker);
	return times.sort((a, b) => a - b);
}

interface Blast {
	id: number;
	total: number;
	sink: CountingSink;
	databaseUrl: string;
	say(text: string): void;
}

/** Sends it all by a worker of its own process while people confirm. */
async function send({ db }: MailingQueue, { id, total, sink, databaseUrl, say }: Blast) {
	const { taken } = await sink.expect(total);
	const confirmed: number[] = [];
	const promised = new Map<number, number>();
	sink.waited((n) => confirmed.push(performance.now() - (promised.get(n) ?? Number.NaN)));
	const options: MailingWorkerOptions = { databaseUrl, smtpUrl: sink.smtpUrl, secret };
	const { child } = await startProcess("bench/mail/mailing-worker.ts", options);
	const began = performance.now();
	const wake = mailWaker(db);
	let going = true;
	let asked = 0;
	let [earlyMegabytes, mostMegabytes] = [0, 0];
	const others = (async () => {
		while (going) {
			await sleep(CONFIRM_EVERY);
			const n = asked++;
			await db.insertInto("email_deliveries").values(confirmMail(n)).execute();
			promised.set(n, performance.now());
			wake();
			mostMegabytes = Math.max(mostMegabytes, megabytes(child.pid ?? 0));
			if (asked % 40 === 0) {
				const { sent = 0 } = await statesOf(db, id);
				if (sent <= total / 5) earlyMegabytes = mostMegabytes;
				say(`mailing: ${sent} sent`);
			}
		}
	})();
	await taken;
	const seconds = (performance.now() - began) / 1_000;
	going = false;
	await others;
	while (confirmed.length < asked || ((await statesOf(db, id)).sent ?? 0) < total) await sleep(50);
	child.send("stop");
	await endProcess(child);
	return { seconds, confirmed, asked, earlyMegabytes, mostMegabytes };
}

function confirmMail(n: number) {
	const to = `wait-${n}@example.org`;
	return deliveryRow(keys, {
		kind: "confirm-signature",
		subjectId: randomUUID(),
		to,
		locale: "en",
		values: valuesIn("en"),
	});
}

/** What a process holds in memory (proc(5)). */
function megabytes(pid: number): number {
	return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;
}

const round = (value: number) => Number(value.toPrecision(3));
