import { bareConnections } from "./mail/bare.ts";
import { startQueue } from "./mail/queue.ts";
import { composed, messages } from "./mail/sample.ts";
import { confirmMails, sendMail } from "./mail/send-mail.ts";
import { countingSink } from "./mail/sink.ts";
import { alternate } from "./support/alternate.ts";
import { cpuMeter, cpuOf, cpuOfPostgres, cpuOfUs } from "./support/cpu.ts";
import { asItComes, startPostgres } from "./support/postgres.ts";
import { type Result, ratio } from "./support/result.ts";

const ROUNDS = 11;
const MAILS = 4_000;
/** What the transactional lane has. */
const CONNECTIONS = 6;

/** The whole queue against nodemailer's bare connections (its ceiling) and against `sendMail` for each recipient. */
export async function run(): Promise<Result> {
	const postgres = await startPostgres(asItComes);
	const sink = await countingSink();
	const queue = await startQueue(postgres.url, sink);
	const bytes = messages();
	const parts = {
		"this process": cpuOfUs,
		Postgres: await cpuOfPostgres(queue.db),
		sink: cpuOf(sink.pid),
	};
	const [ofBare, ofQueue, ofSendMail] = [cpuMeter(parts), cpuMeter(parts), cpuMeter(parts)];
	try {
		const [bare, whole, usual] = await alternate(
			[
				{
					name: "bare SMTPConnection",
					unit: "mails/s",
					measure: () => ofBare.during(MAILS, () => bareConnections(sink, CONNECTIONS, bytes, MAILS)),
				},
				{
					name: "whole queue",
					unit: "mails/s",
					async measure() {
						await queue.promise(MAILS);
						return ofQueue.during(MAILS, () => queue.send(MAILS));
					},
				},
				{
					name: "nodemailer pool, sendMail each",
					unit: "mails/s",
					measure: () => ofSendMail.during(MAILS / 4, () => sendMail(sink, CONNECTIONS, MAILS / 4, confirmMails())),
				},
			],
			ROUNDS,
		);
		if (!bare || !whole || !usual) throw new Error("a contender was not measured");
		return {
			title: `${MAILS} confirm mails of ${average(bytes)} bytes, ${CONNECTIONS} connections`,
			series: [bare, whole, usual],
			ratios: [ratio("queue / bare connections", whole, bare, 0.4), ratio("queue / sendMail", whole, usual, 3)],
			notes: [
				`processor time in microseconds a mail, bare connections: ${ofBare.say()}`,
				`whole queue: ${ofQueue.say()}; of it composing a mail ${composing().toFixed(0)}`,
				`sendMail: ${ofSendMail.say()}`,
			],
		};
	} finally {
		await queue.stop();
		await sink.stop();
		await postgres.stop();
	}
}

const average = (bytes: readonly Buffer[]) => bytes.reduce((sum, { length }) => sum + length, 0) / bytes.length;

/** Microseconds of processor time that writing one mail takes. */
function composing(): number {
	const times = 10_000;
	const began = cpuOfUs();
	for (let i = 0; i < times; i++) composed(i % 2 === 0 ? "en" : "ru");
	return ((cpuOfUs() - began) * 1_000) / times;
}
