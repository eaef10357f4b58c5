import { randomUUID } from "node:crypto";
import type { Knowing } from "#app/mailings/returning/take-back.server.ts";
import { fingerprint } from "#app/seal/fingerprint.ts";
import { messageIdToken, verpToken } from "#app/seal/mail-tokens.ts";
import type { Db } from "#db/client.ts";
import { type MailedCampaign, subscribeMany } from "./mailings.ts";

/** A mail that has been sent, as whoever got it knows it. */
export interface SentMail {
	id: number;
	message: number;
	subject: string;
	mailbox: Buffer;
	/** What stands in its return path and its Message-ID. */
	tokens: { verp: string; messageId: string };
}

/** A mail of a new mailing to a new subscriber, sent already. */
export async function sentUpdate(knowing: Knowing, campaign: MailedCampaign, email: string): Promise<SentMail> {
	const [subject = ""] = await subscribeMany(knowing.db, knowing.keys, campaign, [{ email }]);
	const message = await knowing.db
		.insertInto("email_messages")
		.values({ kind: "update", campaign_id: campaign.id, lane: "bulk", policy: "hold", status: "sending" })
		.returning("id")
		.executeTakeFirstOrThrow();
	return sent(knowing, { message: message.id, lane: "bulk", subject, email });
}

/** A confirm mail to an address that nobody has confirmed, sent already: nothing says any more where it went. */
export async function sentConfirm(knowing: Knowing, email: string): Promise<SentMail> {
	const message = await standing(knowing.db);
	return sent(knowing, { message, lane: "transactional", subject: randomUUID(), email });
}

async function standing(db: Db): Promise<number> {
	const row = await db
		.selectFrom("email_messages")
		.where("kind", "=", "confirm-signature")
		.select("id")
		.executeTakeFirstOrThrow();
	return row.id;
}

async function sent(
	{ db, keys, addressKey }: Knowing,
	{
		message,
		lane,
		subject,
		email,
	}: { message: number; lane: "bulk" | "transactional"; subject: string; email: string },
): Promise<SentMail> {
	const { id } = await db
		.insertInto("email_deliveries")
		.values({
			message_id: message,
			lane,
			subject_id: subject,
			state: "sent",
			done_on: new Date().toISOString().slice(0, 10),
			domain_bucket: 30,
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	const mailbox = fingerprint(addressKey, email);
	const tokens = { verp: verpToken(keys, id, mailbox), messageId: messageIdToken(keys, id, mailbox) };
	return { id, message, subject, mailbox, tokens };
}
