import { bareConnections } from "./mail/bare.ts";
import { mailingMailer, mailingQueue } from "./mail/mailing-queue.ts";
import { mailingDrawn } from "./mail/mailing-sample.ts";
import { mailingMessages, substituting } from "./mail/mailing-written.ts";
import { rawPool } from "./mail/raw-pool.ts";
import { sendMail } from "./mail/send-mail.ts";
import { countingSink } from "./mail/sink.ts";
import { alternate } from "./support/alternate.ts";
import { cpuMeter, cpuOf, cpuOfPostgres, cpuOfUs } from "./support/cpu.ts";
import { asItComes, startPostgres } from "./support/postgres.ts";
import { type Result, ratio } from "./support/result.ts";

const ROUNDS = 9;
const MAILS = 4_000;
/** What the lane of mailings has. */
const CONNECTIONS = 10;

/**
 * A mailing by the whole queue against nodemailer's bare connections (its ceiling), its pool with messages written out
 * beforehand, and `sendMail` for each recipient.
 */
export async function run(): Promise<Result> {
	const postgres = await startPostgres(asItComes);
	const sink = await countingSink();
	const queue = await mailingQueue(postgres.url);
	await queue.subscribe(MAILS);
	const log = { info: () => undefined, warn: console.warn, error: console.error };
	const mailer = await mailingMailer({ db: queue.db, databaseUrl: postgres.url, smtpUrl: sink.smtpUrl, log });
	const bytes = mailingMessages();
	const drawn = [0, 1].map(mailingDrawn);
	const parts = { "this process": cpuOfUs, Postgres: await cpuOfPostgres(queue.db), sink: cpuOf(sink.pid) };
	const ofQueue = cpuMeter(parts);
	async function send() {
		const id = await queue.freeze();
		const { taken } = await sink.expect(MAILS);
		return ofQueue.during(MAILS, async () => {
			const began = performance.now();
			await queue.go(id);
			mailer.wake();
			await taken;
			return MAILS / ((performance.now() - began) / 1_000);
		});
	}
	const contender = (name: string, measure: () => Promise<number>) => ({ name, unit: "mails/s", measure });
	try {
		const [bare, whole, pool, usual] = await alternate(
			[
				contender("bare SMTPConnection", () => bareConnections(sink, CONNECTIONS, bytes, MAILS)),
				contender("whole queue, a mailing", send),
				contender("nodemailer pool, written beforehand", () => rawPool(sink, CONNECTIONS, bytes, MAILS)),
				contender("nodemailer pool, sendMail each", () => sendMail(sink, CONNECTIONS, MAILS / 4, drawn)),
			],
			ROUNDS,
		);
		if (!bare || !whole || !pool || !usual) throw new Error("a contender was not measured");
		return {
			title: `A mailing to ${MAILS}, mails of ${Math.round(bytes.reduce((sum, { length }) => sum + length, 0) / bytes.length)} bytes, ${CONNECTIONS} connections`,
			series: [bare, whole, pool, usual],
			ratios: [
				ratio("queue / bare connections", whole, bare, 0.4),
				ratio("queue / pool, written beforehand", whole, pool, 0.95),
				ratio("queue / sendMail", whole, usual, 3),
			],
			notes: [
				`processor time in microseconds a mail, whole queue: ${ofQueue.say()}`,
				`of it substituting a reader's links and headers: ${substituting().toFixed(1)} (bar 20)`,
			],
		};
	} finally {
		await mailer.stop();
		await queue.stop();
		await sink.stop();
		await postgres.stop();
	}
}
