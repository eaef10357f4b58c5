import nodemailer from "nodemailer";
import { htmlOf } from "#emails/templates/html.tsx";
import { textOf } from "#emails/templates/text.ts";
import { from, localeOf, senderName, written } from "./sample.ts";
import type { CountingSink } from "./sink.ts";

/** A mail as `sendMail` takes it. */
export interface Drawn {
	subject: string;
	text: string;
	html: string;
}

/** Confirm mails in two languages, drawn beforehand. */
export function confirmMails(): Drawn[] {
	return [0, 1].map((n) => {
		const mail = written(localeOf(n));
		return { subject: mail.subject, text: textOf(mail.blocks), html: htmlOf(mail, localeOf(n)) };
	});
}

/**
 * What most programs do: nodemailer's pool, `sendMail` for each recipient with a text and an HTML of its own, drawn
 * beforehand.
 * @returns mails a second
 */
export async function sendMail(sink: CountingSink, connections: number, mails: number, drawn: readonly Drawn[]) {
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
	// As many at a time as the queue has marked: more would only fill the pool's memory.
	await Promise.all(
		Array.from({ length: 30 }, async () => {
			while (left-- > 0)
				await transport.sendMail({
					from: { name: senderName, address: from },
					to: `p${left}@example.org`,
					...drawn[left % drawn.length],
				});
		}),
	);
	await taken;
	const seconds = (performance.now() - began) / 1_000;
	transport.close();
	return mails / seconds;
}
