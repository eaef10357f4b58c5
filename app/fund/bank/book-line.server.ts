import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { isHeld } from "../holding/hold.server.ts";
import { entryOfBankLine } from "../ledger/entries.ts";
import { postEntry } from "../ledger/post.server.ts";
import { promiseReceipt } from "../receipts/promise.server.ts";
import { bookParts } from "./book-parts.server.ts";
import type { LineWords } from "./line-words.ts";
import { type Weighed, weigh } from "./look-up.server.ts";
import type { Match } from "./match.ts";
import { newGift } from "./new-gift.server.ts";
import type { Statement, StatementLine } from "./statement.ts";

/** What a line was taken for by itself when it came. */
export type BookedAs = "gift" | "held" | "payout" | "aid" | "fees" | "unallocated";

interface House {
	/** A transaction. */
	db: Db;
	keys: KeyRing;
	origin: string;
}

interface NewLine {
	campaignId: number;
	actor: string | null;
	id: string;
	statement: Pick<Statement, "source" | "account">;
	/** Which bringing of a file it comes by. */
	file: string;
	line: StatementLine;
}

/**
 * Books a line that is new: its journal, its gift where it is one, and the line itself; all or nothing. Of a batch each payment
 * explains itself, or waits.
 * @returns what it became; of a batch what each payment did
 */
export async function bookLine(house: House, wanted: NewLine): Promise<BookedAs[]> {
	const { db: trx, keys, origin } = house;
	const { campaignId, line } = wanted;
	const weighed: Weighed = line.parts ? batch : await weigh(trx, campaignId, line);
	const { became, seq } = await post(house, wanted, weighed.found);
	await keep(house, wanted, { became, seq, weighed });
	if (!line.parts) return [became];
	return bookParts(trx, { keys, origin, campaignId, by: null }, wanted.id, line, line.parts);
}

/** A batch is nothing by itself. */
const batch: Weighed = { found: { is: "unknown" }, near: null };

async function post(
	{ db: trx, keys, origin }: House,
	{ campaignId, actor, id, line }: NewLine,
	found: Match,
): Promise<{ became: BookedAs; seq: number }> {
	// Whoever marked the aid paid has posted it.
	if (found.is === "aid") return { became: "aid", seq: found.paid.seq };
	const giftId = found.is === "gift" ? await newGift(trx, campaignId, found.donation.id, line) : undefined;
	const held = giftId !== undefined && (await isHeld(trx, giftId));
	const is = held ? "held" : found.is;
	const fact = { id, occurredOn: line.bookedOn, ...(giftId !== undefined && { giftId }) };
	const posted = await postEntry(trx, campaignId, entryOfBankLine(fact, line, is), actor);
	if (posted.state === "already") throw new Error("a line of a new number is in the books");
	if (giftId !== undefined && !held) await promiseReceipt(trx, keys, origin, giftId);
	return { became: is === "unknown" ? "unallocated" : is === "fee" ? "fees" : is, seq: posted.seq };
}

async function keep(
	{ db: trx, keys }: Pick<House, "db" | "keys">,
	{ campaignId, id, statement, file, line }: NewLine,
	{ became, seq, weighed }: { became: BookedAs; seq: number; weighed: Weighed },
): Promise<void> {
	await trx
		.insertInto("bank_lines")
		.values({
			id,
			campaign_id: campaignId,
			source: statement.source,
			account: statement.account ?? "",
			booked_on: line.bookedOn,
			currency: line.currency,
			amount: line.amount,
			became,
			about: weighed.found.is === "payout" ? weighed.found.payoutId : null,
			journal_seq: seq,
			// What left names families: the treasurer has the statement.
			sealed: line.amount > 0 ? seal(keys, `bank_lines/${id}`, wordsOf(line)) : null,
			near: weighed.near,
			file,
		})
		.execute();
}

function wordsOf({ text, counterparty, reference, parts }: StatementLine): LineWords {
	const words = parts?.map((part) => ({ text: part.text, counterparty: part.counterparty }));
	return { text, counterparty, reference, ...(words && { parts: words }) };
}
