import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { parseReference } from "../giving/reference.ts";
import { isHeld } from "../holding/hold.server.ts";
import { type AccountCode, entryOfAllocation, entryOfBankLine, incomeOf } from "../ledger/entries.ts";
import { postEntry, reverseJournal } from "../ledger/post.server.ts";
import { promiseReceipt } from "../receipts/promise.server.ts";
import { newGift } from "./book-line.server.ts";
import { isOwed, stillOpen } from "./open-facts.server.ts";

/**
 * What somebody says that an unexplained line is. `double`: it is there already, from a file that words it otherwise;
 * `given-back`: it pays what was owed to a giver; `refund`: a gift by transfer went back.
 */
export type Said =
	| { is: "gift"; reference: string | null }
	| { is: "refund"; reference: string }
	| { is: "payout"; about: string }
	| { is: "aid"; about: string }
	| { is: "fees" | "cash" | "give-back" | "given-back" | "double" };

/** Why it is not taken for that; `already` where somebody has said. */
export type NotSaid = "unknown" | "already" | "reference" | "direction" | "nothing-owed" | "not-open";

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
	const { campaignId, by } = saying;
	const line = await lockLine(trx, campaignId, lineId);
	if (typeof line === "string") return line;
	const obstacle = await obstacleTo(trx, campaignId, line, said);
	if (obstacle) return obstacle;
	const booked =
		said.is === "gift"
			? await bookGift(trx, saying, { lineId, line, reference: said.reference })
			: said.is === "refund"
				? await bookRefund(trx, saying, { lineId, line, reference: said.reference })
				: await book(trx, saying, { lineId, line, to: accounts[said.is] });
	if (typeof booked === "string") return booked;
	await trx
		.insertInto("bank_allocations")
		.values({
			line_id: lineId,
			campaign_id: campaignId,
			became: booked.held ? "held" : said.is,
			gift_id: booked.giftId ?? null,
			about: "about" in said ? said.about : null,
			journal_seq: booked.seq,
			decided_by: by,
		})
		.execute();
	return null;
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

async function obstacleTo(trx: Db, campaignId: number, line: Line, said: Said): Promise<NotSaid | null> {
	const { is } = said;
	const comes = line.amount > 0;
	if ((is === "gift" || is === "give-back" || is === "cash") && !comes) return "direction";
	if ((is === "refund" || is === "given-back" || is === "aid") && comes) return "direction";
	if (is === "given-back" && !(await isOwed(trx, campaignId, line))) return "nothing-owed";
	if (is !== "payout" && is !== "aid") return null;
	const open = await stillOpen(trx, campaignId, line);
	return open.some((one) => one.is === is && one.about === said.about) ? null : "not-open";
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
	{ campaignId, by }: Saying,
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

/** A donation's gift by transfer that is as large as what goes back, at least, the newest first. */
async function bookRefund(
	trx: Db,
	saying: Saying,
	{ lineId, line, reference }: Booking & { reference: string },
): Promise<Booked | "reference"> {
	const { rows } = await sql<{ id: string }>`
		select g.id from gifts g join donations d on d.id = g.donation_id join gift_sums s on s.gift_id = g.id
		where d.campaign_id = ${saying.campaignId} and d.reference = ${parseReference(reference)} and g.way = 'transfer'
			and g.currency = ${line.currency} and s.gross - s.refunded >= ${-line.amount}::bigint
		order by g.given_on desc, g.id limit 1`.execute(trx);
	const giftId = rows[0]?.id;
	return giftId === undefined ? "reference" : book(trx, saying, { lineId, line, to: "refunds", giftId });
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
