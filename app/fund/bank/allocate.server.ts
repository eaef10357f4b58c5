import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { type AccountCode, entryOfAllocation } from "../ledger/entries.ts";
import { postEntry } from "../ledger/post.server.ts";
import { type BookedItem, bookBack, bookGift, giftOfRefund, giftOwed } from "./allocate-gift.server.ts";
import { type Item, keepWord, lockItem } from "./item.server.ts";
import { isInCash, isOwed, stillOpen } from "./open-facts.server.ts";
import type { ByTwo, NotSaid, Said } from "./said.ts";

/** Who says it, and what a receipt needs. */
export interface Saying {
	keys: KeyRing;
	origin: string;
	campaignId: number;
	/** The organiser; null where the file's own words say it. */
	by: string | null;
}

const accounts = {
	fees: "transfer_fees",
	cash: "cash",
	refund: "refunds",
	"give-back": "refund_due",
	"given-back": "refund_due",
	// Out of the account again, in which it stands twice; so does aid whose payment is posted.
	double: "bank",
	aid: "bank",
	payout: "payout_transit",
} as const satisfies Record<string, AccountCode>;

/**
 * Says once what an unexplained line, or a part of one, is, and books it so. In a transaction: Postgres refuses at its end what
 * would leave less than nothing in an account, cash that is not there among it.
 * @returns null where it was done; what a second person has to agree to first, where one alone may not say it
 */
export async function explainLine(
	trx: Db,
	saying: Saying,
	itemId: string,
	said: Said,
): Promise<NotSaid | ByTwo | null> {
	const { campaignId } = saying;
	const item = await lockItem(trx, campaignId, itemId);
	if (typeof item === "string") return item;
	const obstacle = await obstacleTo(trx, campaignId, item, said);
	if (obstacle) return obstacle;
	const twin = said.is === "double" ? await twinOf(trx, item) : null;
	if (twin === undefined) return "no-twin";
	const booked =
		said.is === "gift"
			? await bookGift(trx, saying, item, said.reference)
			: await book(trx, saying, item, accounts[said.is]);
	if (booked === "reference") return booked;
	await keepWord(trx, saying, item, {
		became: booked.held ? "held" : said.is,
		gift_id: booked.giftId ?? null,
		about: "about" in said ? said.about : null,
		twin,
		journal_seq: booked.seq,
	});
	return null;
}

/**
 * Books what two have agreed to: Postgres refuses it without their approval. Of money that went back its giver hears by
 * `promiseDueReturns`.
 * @returns false where it is explained already, or is not so any more
 */
export async function explainByTwo(
	trx: Db,
	saying: Pick<Saying, "campaignId" | "by">,
	{ asks, subject }: ByTwo,
): Promise<boolean> {
	const item = await stands(trx, saying.campaignId, { asks, subject });
	if (!item) return false;
	const is = wordOf(asks);
	const giftId = giftIn(subject);
	// What is owed may be a gift that two gave back: with this it has gone.
	const back = is === "given-back" ? await giftOwed(trx, saying.campaignId, item) : giftId;
	const { seq } = back
		? await bookBack(trx, saying, item, back, is === "refund" ? "refund" : "refund-due")
		: await book(trx, saying, item, accounts[is]);
	await keepWord(trx, saying, item, { became: is, gift_id: giftId ?? null, journal_seq: seq });
	return true;
}

/** What two are asked to say of a line or part, while it can be so; undefined where it cannot. */
export async function stands(trx: Db, campaignId: number, { asks, subject }: ByTwo): Promise<Item | undefined> {
	const [itemId = ""] = subject.split("/");
	const item = await lockItem(trx, campaignId, itemId);
	if (typeof item === "string") return undefined;
	if (asks === "bank.fees") return item;
	if (asks === "bank.cash") return item.amount > 0 && (await isInCash(trx, campaignId, item)) ? item : undefined;
	if (item.amount > 0) return undefined;
	if (asks === "bank.given-back") return (await isOwed(trx, campaignId, item)) ? item : undefined;
	const giftId = giftIn(subject);
	return giftId && (await giftOfRefund(trx, campaignId, item, { giftId })) === giftId ? item : undefined;
}

const wordOf = (asks: ByTwo["asks"]) => asks.slice("bank.".length) as "cash" | "fees" | "given-back" | "refund";
const giftIn = (subject: string) => subject.split("/")[1];

async function obstacleTo(trx: Db, campaignId: number, item: Item, said: Said): Promise<NotSaid | ByTwo | null> {
	const { is } = said;
	const comes = item.amount > 0;
	if ((is === "gift" || is === "give-back" || is === "cash") && !comes) return "direction";
	if ((is === "refund" || is === "given-back" || is === "aid") && comes) return "direction";
	// Cash that is missing from the box would be covered by what others have sent.
	if (is === "cash")
		return (await isInCash(trx, campaignId, item)) ? { asks: "bank.cash", subject: item.id } : "overdrawn";
	if (is === "given-back")
		return (await isOwed(trx, campaignId, item)) ? { asks: "bank.given-back", subject: item.id } : "nothing-owed";
	if (is === "refund") {
		const giftId = await giftOfRefund(trx, campaignId, item, said);
		return giftId === undefined ? "reference" : { asks: "bank.refund", subject: `${item.id}/${giftId}` };
	}
	if (is === "fees" && !(await mayBeFees(trx, campaignId, item))) return { asks: "bank.fees", subject: item.id };
	if (is !== "payout" && is !== "aid") return null;
	const open = (await stillOpen(trx, campaignId, [item])).get(item.id) ?? [];
	return open.some((one) => one.is === is && one.about === said.about) ? null : "not-open";
}

async function mayBeFees(trx: Db, campaignId: number, { currency, amount }: Item): Promise<boolean> {
	const { rows } = await sql<{ may: boolean }>`
		select may_be_fees(${campaignId}, ${currency}, ${amount}::bigint) as may`.execute(trx);
	return rows[0]?.may ?? false;
}

/** A line of the same day and amount from another file, that is no double and has none; one that is explained first. */
async function twinOf(trx: Db, { id }: Item): Promise<string | undefined> {
	const { rows } = await sql<{ id: string }>`
		select t.id from bank_lines l join bank_lines t on t.campaign_id = l.campaign_id and t.currency = l.currency
			and t.amount = l.amount and t.booked_on = l.booked_on and t.file <> l.file
		where l.id = ${id}::uuid
			and not exists (select from bank_allocations a where a.twin = l.id or a.twin = t.id)
			and not exists (select from bank_allocations a where a.line_id = t.id and a.became = 'double')
		order by t.became = 'unallocated', t.id limit 1`.execute(trx);
	return rows[0]?.id;
}

async function book(
	trx: Db,
	{ campaignId, by }: Pick<Saying, "campaignId" | "by">,
	item: Item,
	to: AccountCode,
): Promise<BookedItem> {
	const fact = { id: item.id, occurredOn: item.today };
	const posted = await postEntry(trx, campaignId, entryOfAllocation(fact, item, to), by);
	if (posted.state === "already") throw new Error("a line that nobody explained is explained in the books");
	return { seq: posted.seq };
}
