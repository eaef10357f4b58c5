import nodemailer from "nodemailer";
import type { CountingSink } from "./sink.ts";

/**
 * The most that nodemailer's pool gives: messages that were written out beforehand, nothing composed, no database.
 * @returns mails a second
 */
export async function rawPool(sink: CountingSink, connections: number, messages: readonly Buffer[], mails: number) {
	const transport = nodemailer.createTransport({
		host: "127.0.0.1",
		port: sink.port,
		ignoreTLS: true,
		pool: true,
		maxConnections: connections,
		maxMessages: Number.POSITIVE_INFINITY,
	});
	const { taken } = await sink.expect(mails);
	const began = performance.now();
	let left = mails;
	await Promise.all(
		Array.from({ length: 30 }, async () => {
			while (left-- > 0)
				await transport.sendMail({
					envelope: { from: "post@campaign.example", to: `p${left}@example.org` },
					raw: messages[left % messages.length],
				});
		}),
	);
	await taken;
	const seconds = (performance.now() - began) / 1_000;
	transport.close();
	return mails / seconds;
}
