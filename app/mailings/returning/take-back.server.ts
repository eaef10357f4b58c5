import { createHash } from "node:crypto";
import { type FingerprintKey, fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { TokenOfDelivery } from "#app/seal/mail-tokens.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { Failure } from "#emails/inbound/judge.ts";
import { judgeMailing, tally } from "#emails/queue/tally.ts";
import { noteFailures, suppressComplaint, suppressMailboxes } from "#emails/suppress.ts";
import { endSubscription } from "../preferences/unsubscribe.server.ts";
import { noteComplaint } from "../sending/tally.server.ts";

/** What came back about one mail, by whichever way. */
export interface Report {
	kind: Failure | "complaint";
	/** RFC 3463. */
	enhanced: string | null;
	/** The mail, by the token of its return path or its Message-ID. */
	delivery: TokenOfDelivery | null;
	/** The address that the report names. */
	recipient: string | null;
	/** Our provider has signed it; else the address counts only where the mail's own token knows it. */
	signed: boolean;
	/** The provider's name for the event, where it has one. */
	event?: string;
}

/** What opening subscriptions and knowing addresses takes. */
export interface Knowing {
	db: Db;
	keys: KeyRing;
	addressKey: FingerprintKey;
}

/** `taken`; `known` when the same has been told before; `nobodys` when it is about no mail of ours. */
export type Taken = "taken" | "known" | "nobodys";

/**
 * Draws the consequences of what came back, in one transaction, once however often and by how many ways it is told: no
 * more mail to a mailbox that does not exist (90 days), or that failed three times in thirty days; who complains is
 * unsubscribed at once and gets no mailing any more. Of the mail its code is kept, of the message a count.
 */
export function takeBack({ db, keys, addressKey }: Knowing, report: Report): Promise<Taken> {
	return inTransaction(db, async (trx) => {
		const delivery = report.delivery && (await findDelivery(trx, report.delivery.deliveryId));
		if (!delivery && !(report.signed && report.recipient)) return "nobodys";
		if (!(await isNew(trx, addressKey, report, delivery?.id))) return "known";
		const mailbox = await mailboxOf(trx, { keys, addressKey }, report, delivery?.subject_id);
		if (report.kind === "complaint") {
			if (mailbox) await suppressComplaint(trx, mailbox);
			if (delivery?.lane === "bulk") await endSubscription(trx, delivery.subject_id);
		} else if (mailbox) await (report.kind === "hard" ? suppressMailboxes : noteFailures)(trx, [mailbox]);
		if (delivery) await write(trx, delivery, report, isVouchedFor(addressKey, report));
		return "taken";
	});
}

interface Delivery {
	id: number;
	message_id: number;
	subject_id: string;
	lane: string;
}

function findDelivery(db: Db, id: number): Promise<Delivery | undefined> {
	return db
		.selectFrom("email_deliveries")
		.where("id", "=", id)
		.select(["id", "message_id", "subject_id", "lane"])
		.executeTakeFirst();
}

/** Of one mail each kind counts once; where no mail is named, each address once in 90 days, or by the provider's name for it. */
async function isNew(
	db: Db,
	addressKey: FingerprintKey,
	{ kind, event, recipient }: Report,
	deliveryId: number | undefined,
): Promise<boolean> {
	const named = event ?? fingerprint(addressKey, recipient ?? "").toString("hex");
	const about = deliveryId === undefined ? named : `delivery ${deliveryId}`;
	const { numInsertedOrUpdatedRows = 0n } = await db
		.insertInto("email_reports")
		.values({ hash: createHash("sha256").update(`${kind} ${about}`).digest() })
		.onConflict((conflict) => conflict.doNothing())
		.executeTakeFirst();
	return numInsertedOrUpdatedRows > 0n;
}

/**
 * Whose mailbox it is: the address that the report names, if it is the one that the mail went to; else the one that its
 * subscription has, if it still is. Null where nobody knows: of most sent mails no address is kept.
 */
async function mailboxOf(
	db: Db,
	{ keys, addressKey }: Omit<Knowing, "db">,
	{ recipient, signed, delivery }: Report,
	subjectId: string | undefined,
): Promise<Buffer | null> {
	const named = recipient && fingerprint(addressKey, recipient);
	if (named && (signed || delivery?.isTo(named))) return named;
	if (!subjectId) return null;
	const row = await db.selectFrom("subscriptions").where("id", "=", subjectId).select("sealed").executeTakeFirst();
	if (!row) return null;
	const { email } = open<{ email: string }>(keys, `subscriptions/${subjectId}`, row.sealed);
	const kept = fingerprint(addressKey, email);
	return delivery?.isTo(kept) ? kept : null;
}

/**
 * Whether a complaint may count against a mailing: anybody who has a mail can write that it was complained about, and
 * need not say by whom. It is heard anyway.
 */
function isVouchedFor(addressKey: FingerprintKey, { signed, recipient, delivery }: Report): boolean {
	return signed || (recipient !== null && delivery?.isTo(fingerprint(addressKey, recipient)) === true);
}

async function write(db: Db, delivery: Delivery, { kind, enhanced }: Report, vouchedFor: boolean): Promise<void> {
	await db.insertInto("email_events").values({ message_id: delivery.message_id, kind }).execute();
	if (enhanced)
		await db.updateTable("email_deliveries").set({ enhanced_code: enhanced }).where("id", "=", delivery.id).execute();
	if (delivery.lane !== "bulk") return;
	if (kind === "complaint" && vouchedFor) await noteComplaint(db, delivery.message_id);
	if (kind !== "hard") return;
	await tally(db, delivery.message_id, { rejected: 1, bounced: 1 });
	await judgeMailing(db, delivery.message_id);
}
