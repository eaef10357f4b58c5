import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { isHeld } from "../holding/hold.server.ts";
import { entryOfBankLine } from "../ledger/entries.ts";
import { postEntry } from "../ledger/post.server.ts";
import { promiseReceipt } from "../receipts/promise.server.ts";
import type { LineWords } from "./line-words.ts";
import { askedOf, type Known, type Match, match } from "./match.ts";
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

/** Books a line that is new: its journal, its gift where it is one, and the line itself; all or nothing. */
export async function bookLine(
	house: House,
	{ campaignId, actor, id, statement, file, line }: NewLine,
): Promise<BookedAs> {
	const { db: trx, keys } = house;
	const found = match(line, await lookUp(trx, campaignId, line));
	const { became, seq } = await post(house, campaignId, actor, { id, line, found });
	const { text, counterparty, reference } = line;
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
			about: found.is === "payout" ? found.payoutId : null,
			journal_seq: seq,
			// What left names families: the treasurer has the statement.
			sealed:
				line.amount > 0 ? seal(keys, `bank_lines/${id}`, { text, counterparty, reference } satisfies LineWords) : null,
			file,
		})
		.execute();
	return became;
}

async function lookUp(trx: Db, campaignId: number, line: StatementLine): Promise<Known> {
	const { references, mayBePayout } = askedOf(line);
	const { bookedOn, currency, amount } = line;
	const { rows } = await sql<Known>`
		select may_be_fees(${campaignId}, ${currency}, ${amount}::bigint) as "mayBeFee",
			(select coalesce(json_agg(json_build_object('id', id)), '[]') from donations
				where campaign_id = ${campaignId} and reference = any (${references}::text[])) as donations,
			(select coalesce(json_agg(json_build_object('id', id) order by arrives_on, id), '[]') from payouts p
				where ${mayBePayout} and campaign_id = ${campaignId} and currency = ${currency} and amount = ${amount}::bigint
					and status not in ('failed', 'canceled')
					and not exists (select from bank_lines l where l.became = 'payout' and l.about = p.id)
					and not exists (select from bank_allocations b where b.about = p.id)) as payouts,
			(select coalesce(json_agg(json_build_object('seq', j.seq)), '[]') from journals j
				where j.kind = 'aid-paid' and j.campaign_id = ${campaignId} and ${amount}::bigint < 0
					and j.occurred_on between ${bookedOn}::date - 30 and ${bookedOn}::date + 10
					and (select sum(p.amount) from postings p join ledger_accounts a on a.id = p.account_id
						where p.journal_seq = j.seq and a.code = 'bank' and a.currency = ${currency}) = ${amount}::bigint
					and not exists (select from journals r where r.reverses = j.seq)
					and not exists (select from bank_lines l where l.journal_seq = j.seq)
					and not exists (select from bank_allocations b where b.about = j.key)) as aid`.execute(trx);
	const [known] = rows;
	if (!known) throw new Error("a select without a from has one row");
	return known;
}

async function post(
	{ db: trx, keys, origin }: House,
	campaignId: number,
	actor: string | null,
	{ id, line, found }: { id: string; line: StatementLine; found: Match },
): Promise<{ became: BookedAs; seq: number }> {
	// Whoever marked the aid paid has posted it.
	if (found.is === "aid") return { became: "aid", seq: found.seq };
	const giftId = found.is === "gift" ? await newGift(trx, campaignId, found.donationId, line) : undefined;
	const held = giftId !== undefined && (await isHeld(trx, giftId));
	const is = held ? "held" : found.is;
	const fact = { id, occurredOn: line.bookedOn, ...(giftId !== undefined && { giftId }) };
	const posted = await postEntry(trx, campaignId, entryOfBankLine(fact, line, is), actor);
	if (posted.state === "already") throw new Error("a line of a new number is in the books");
	if (giftId !== undefined && !held) await promiseReceipt(trx, keys, origin, giftId);
	return { became: is === "unknown" ? "unallocated" : is === "fee" ? "fees" : is, seq: posted.seq };
}

/** A gift that came by transfer. @param donationId null where nobody can say whose it is */
export async function newGift(
	trx: Db,
	campaignId: number,
	donationId: string | null,
	{ bookedOn, currency, amount }: Pick<StatementLine, "bookedOn" | "currency" | "amount">,
): Promise<string> {
	const { id } = await trx
		.insertInto("gifts")
		.values({ campaign_id: campaignId, donation_id: donationId, way: "transfer", currency, amount, given_on: bookedOn })
		.returning("id")
		.executeTakeFirstOrThrow();
	return id;
}
