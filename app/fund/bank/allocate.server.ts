import { type Insertable, sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import type { DB } from "#db/schema.ts";
import { parseReference } from "../giving/reference.ts";
import { isHeld } from "../holding/hold.server.ts";
import { type AccountCode, entryOfAllocation, entryOfBankLine, incomeOf } from "../ledger/entries.ts";
import { postEntry, reverseJournal } from "../ledger/post.server.ts";
import { promiseReceipt, promiseReturned } from "../receipts/promise.server.ts";
import { newGift } from "./book-line.server.ts";
import { isOwed, stillOpen } from "./open-facts.server.ts";

/**
 * What somebody says that an unexplained line is. `double`: it is there already, from a file that words it otherwise, and that
 * line (its twin) stays; `given-back`: it pays what was owed to a giver; `refund`: a gift by transfer went back.
 */
export type Said =
	| { is: "gift"; reference: string | null }
	| { is: "refund"; reference: string }
	| { is: "payout"; about: string }
	| { is: "aid"; about: string }
	| { is: "fees" | "cash" | "give-back" | "given-back" | "double" };

/**
 * Why it is not taken for that; `already` where somebody has said; `no-twin` where no other file has brought such a line; `two`
 * where it is more than one person may call the bank's charge.
 */
export type NotSaid =
	| "unknown"
	| "already"
	| "reference"
	| "direction"
	| "nothing-owed"
	| "not-open"
	| "no-twin"
	| "two";

interface Line {
	bookedOn: string;
	currency: string;
	amount: number;
	journal: number;
	today: string;
}

/** Who says it, and what a receipt needs. */
export interface Saying {
	keys: KeyRing;
	origin: string;
	campaignId: number;
	/** The organiser. */
	by: string;
}

const accounts = {
	fees: "transfer_fees",
	cash: "cash",
	"give-back": "refund_due",
	"given-back": "refund_due",
	// Out of the account again, in which it stands twice; so does aid whose payment is posted.
	double: "bank",
	aid: "bank",
	payout: "payout_transit",
} as const satisfies Record<string, AccountCode>;

/**
 * Says once what an unexplained line is, and books it so. In a transaction: Postgres refuses at its end what would leave less
 * than nothing in an account, cash that is not there among it.
 * @returns null where it was done
 */
export async function explainLine(trx: Db, saying: Saying, lineId: string, said: Said): Promise<NotSaid | null> {
	const { campaignId } = saying;
	const line = await lockLine(trx, campaignId, lineId);
	if (typeof line === "string") return line;
	const obstacle = await obstacleTo(trx, campaignId, { ...line, id: lineId }, said);
	if (obstacle) return obstacle;
	const twin = said.is === "double" ? await twinOf(trx, lineId) : null;
	if (twin === undefined) return "no-twin";
	const booked =
		said.is === "gift"
			? await bookGift(trx, saying, { lineId, line, reference: said.reference })
			: said.is === "refund"
				? await bookRefund(trx, saying, { lineId, line, reference: said.reference })
				: await book(trx, saying, { lineId, line, to: accounts[said.is] });
	if (typeof booked === "string") return booked;
	await keep(trx, saying, lineId, {
		became: booked.held ? "held" : said.is,
		gift_id: booked.giftId ?? null,
		about: "about" in said ? said.about : null,
		twin,
		journal_seq: booked.seq,
	});
	return null;
}

type Kept = Pick<Insertable<DB["bank_allocations"]>, "became" | "gift_id" | "about" | "twin" | "journal_seq">;

async function keep(trx: Db, { campaignId, by }: Pick<Saying, "campaignId" | "by">, lineId: string, kept: Kept) {
	await trx
		.insertInto("bank_allocations")
		.values({ line_id: lineId, campaign_id: campaignId, decided_by: by, ...kept })
		.execute();
}

/**
 * Books a line that is more than one may call the bank's charge as that, once two have agreed: Postgres refuses it without
 * their approval. @returns false where the line is explained already
 */
export async function explainFees(
	trx: Db,
	saying: Pick<Saying, "campaignId" | "by">,
	lineId: string,
): Promise<boolean> {
	const line = await lockLine(trx, saying.campaignId, lineId);
	if (typeof line === "string") return false;
	const { seq } = await book(trx, saying, { lineId, line, to: accounts.fees });
	await keep(trx, saying, lineId, { became: "fees", journal_seq: seq });
	return true;
}

async function lockLine(trx: Db, campaignId: number, lineId: string): Promise<Line | "unknown" | "already"> {
	const { rows } = await sql<Line & { became: string }>`
		select booked_on as "bookedOn", currency, amount, journal_seq as journal, current_date::text as today, became
		from bank_lines where id = ${lineId}::uuid and campaign_id = ${campaignId} for no key update`.execute(trx);
	const [line] = rows;
	if (!line) return "unknown";
	// A statement of its own: whoever waited for the lock sees what was said meanwhile.
	const said = await trx
		.selectFrom("bank_allocations")
		.where("line_id", "=", lineId)
		.select("line_id")
		.executeTakeFirst();
	return said || line.became !== "unallocated" ? "already" : line;
}

async function obstacleTo(
	trx: Db,
	campaignId: number,
	line: Line & { id: string },
	said: Said,
): Promise<NotSaid | null> {
	const { is } = said;
	const comes = line.amount > 0;
	if ((is === "gift" || is === "give-back" || is === "cash") && !comes) return "direction";
	if ((is === "refund" || is === "given-back" || is === "aid") && comes) return "direction";
	if (is === "given-back" && !(await isOwed(trx, campaignId, line))) return "nothing-owed";
	if (is === "fees" && !(await mayBeFees(trx, campaignId, line))) return "two";
	if (is !== "payout" && is !== "aid") return null;
	const open = (await stillOpen(trx, campaignId, [line])).get(line.id) ?? [];
	return open.some((one) => one.is === is && one.about === said.about) ? null : "not-open";
}

async function mayBeFees(trx: Db, campaignId: number, { currency, amount }: Line): Promise<boolean> {
	const { rows } = await sql<{ may: boolean }>`
		select may_be_fees(${campaignId}, ${currency}, ${amount}::bigint) as may`.execute(trx);
	return rows[0]?.may ?? false;
}

/** A line of the same day and amount from another file, that is no double and has none; one that is explained first. */
async function twinOf(trx: Db, lineId: string): Promise<string | undefined> {
	const { rows } = await sql<{ id: string }>`
		select t.id from bank_lines l join bank_lines t on t.campaign_id = l.campaign_id and t.currency = l.currency
			and t.amount = l.amount and t.booked_on = l.booked_on and t.file <> l.file
		where l.id = ${lineId}::uuid
			and not exists (select from bank_allocations a where a.twin = l.id or a.twin = t.id)
			and not exists (select from bank_allocations a where a.line_id = t.id and a.became = 'double')
		order by t.became = 'unallocated', t.id limit 1`.execute(trx);
	return rows[0]?.id;
}

interface Booked {
	seq: number;
	giftId?: string;
	held?: boolean;
}
interface Booking {
	lineId: string;
	line: Line;
}

async function book(
	trx: Db,
	{ campaignId, by }: Pick<Saying, "campaignId" | "by">,
	{ lineId, line, to, giftId }: Booking & { to: AccountCode; giftId?: string },
): Promise<Booked> {
	const fact = { id: lineId, occurredOn: line.today, ...(giftId !== undefined && { giftId }) };
	const posted = await postEntry(trx, campaignId, entryOfAllocation(fact, line, to), by);
	if (posted.state === "already") throw new Error("a line that nobody explained is explained in the books");
	return { seq: posted.seq, ...(giftId !== undefined && { giftId }) };
}

async function bookGift(
	trx: Db,
	saying: Saying,
	{ lineId, line, reference }: Booking & { reference: string | null },
): Promise<Booked | "reference"> {
	const { keys, origin, campaignId, by } = saying;
	const donationId = reference === null ? null : await donationOf(trx, campaignId, reference);
	if (donationId === undefined) return "reference";
	const giftId = await newGift(trx, campaignId, donationId, line);
	if (await isHeld(trx, giftId)) {
		// It stays where it is, and is the gift's from now on.
		await reverseJournal(trx, line.journal, `allocation:${lineId}:reversed`, by, line.today);
		const fact = { id: `${lineId}:held`, occurredOn: line.today, giftId };
		const posted = await postEntry(trx, campaignId, entryOfBankLine(fact, line, "held"), by);
		if (posted.state === "already") throw new Error("a line that nobody explained is held in the books");
		return { seq: posted.seq, giftId, held: true };
	}
	const booked = await book(trx, saying, { lineId, line, to: incomeOf("transfer"), giftId });
	await promiseReceipt(trx, keys, origin, giftId);
	return booked;
}

/** A donation's gift by transfer that is as large as what goes back, at least, the newest first; its giver hears of it. */
async function bookRefund(
	trx: Db,
	saying: Saying,
	{ lineId, line, reference }: Booking & { reference: string },
): Promise<Booked | "reference"> {
	const { rows } = await sql<{ id: string }>`
		select g.id from gifts g join donations d on d.id = g.donation_id join gift_sums s on s.gift_id = g.id
		where d.campaign_id = ${saying.campaignId} and d.reference = ${parseReference(reference)} and g.way = 'transfer'
			and g.currency = ${line.currency} and s.gross - s.refunded >= ${-line.amount}::bigint
		order by g.given_on desc, g.id limit 1 for update of g`.execute(trx);
	const giftId = rows[0]?.id;
	if (giftId === undefined) return "reference";
	const { keys, origin } = saying;
	const { currency, amount, bookedOn: day } = line;
	await promiseReturned(trx, keys, origin, giftId, { about: lineId, amount: -amount, currency, day, how: "refunded" });
	return book(trx, saying, { lineId, line, to: "refunds", giftId });
}

async function donationOf(trx: Db, campaignId: number, typed: string): Promise<string | undefined> {
	const reference = parseReference(typed);
	if (reference === null) return undefined;
	const row = await trx
		.selectFrom("donations")
		.where("campaign_id", "=", campaignId)
		.where("reference", "=", reference)
		.select("id")
		.executeTakeFirst();
	return row?.id;
}
