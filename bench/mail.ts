import { randomBytes } from "node:crypto";
import { translator } from "#app/i18n/translate.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { compose } from "#emails/mime/compose.ts";
import { type MailAddress, mailAddress } from "#emails/mime/mail-address.ts";
import { messageId } from "#emails/mime/message-id.ts";
import { confirmSignature } from "#emails/templates/confirm-signature.ts";
import { renditionOf } from "#emails/templates/renditions.ts";
import { bareConnections } from "./mail/bare.ts";
import { startQueue } from "./mail/queue.ts";
import { sendMail } from "./mail/send-mail.ts";
import { countingSink } from "./mail/sink.ts";
import { alternate } from "./support/alternate.ts";
import { startPostgres } from "./support/postgres.ts";
import { type Result, ratio } from "./support/result.ts";

const ROUNDS = 9;
const MAILS = 4_000;
/** What the transactional lane has. */
const CONNECTIONS = 6;

const values = {
	link: `https://campaign.example/en/confirm/${"a".repeat(32)}`,
	withdrawLink: `https://campaign.example/en/withdraw/${"a".repeat(32)}`,
	about: "16 December",
};

/** The whole queue against nodemailer's bare connections (its ceiling) and against `sendMail` for each recipient. */
export async function run(): Promise<Result> {
	const postgres = await startPostgres();
	const sink = await countingSink();
	const queue = await startQueue(postgres.url, sink, values);
	const message = composed();
	const written = confirmSignature(translator("en"), values);
	try {
		const [bare, whole, usual] = await alternate(
			[
				{
					name: "bare SMTPConnection, one message",
					unit: "mails/s",
					measure: () => bareConnections(sink, CONNECTIONS, message, MAILS),
				},
				{ name: "whole queue", unit: "mails/s", measure: () => queue.send(MAILS) },
				{
					name: "nodemailer pool, sendMail each",
					unit: "mails/s",
					measure: () => sendMail(sink, CONNECTIONS, written, MAILS / 4),
				},
			],
			ROUNDS,
		);
		if (!bare || !whole || !usual) throw new Error("a contender was not measured");
		return {
			title: `${MAILS} confirm mails of ${message.length} bytes, ${CONNECTIONS} connections`,
			series: [bare, whole, usual],
			ratios: [
				ratio("queue / bare connections", whole, bare, 0.4),
				ratio("queue / sendMail", whole, usual, 3),
			],
			notes: [],
		};
	} finally {
		await queue.stop();
		await sink.stop();
		await postgres.stop();
	}
}

/** A mail as the queue writes it. */
function composed(): Buffer {
	const rendition = renditionOf("confirm-signature", "en");
	if (!rendition) throw new Error("no rendition");
	const keys = readKeyRing(`1:${randomBytes(32).toString("base64")}`);
	return compose(rendition, {
		from: mailAddress("post@campaign.example") as MailAddress,
		senderName: "16",
		to: mailAddress("p1@example.org") as MailAddress,
		messageId: messageId(keys, 1, "campaign.example"),
		date: new Date(),
		values,
	});
}
