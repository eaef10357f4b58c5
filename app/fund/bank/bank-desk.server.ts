import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { readBalances } from "./balances.server.ts";
import type { LineWords } from "./line-words.ts";
import { type OpenFact, stillOpen } from "./open-facts.server.ts";

/** A line as those who keep a fund see it. */
export interface ShownLine {
	id: string;
	bookedOn: string;
	currency: string;
	/** Minor units; what came is positive. */
	amount: number;
	/** What it was taken for, by itself or by the desk. */
	became: string;
	/** How many of its parts nobody has explained; 0 where it has none. */
	openParts: number;
}

/** What a payer wrote, for whoever looks; of money that left nothing is kept. */
export interface ShownWords {
	text: string;
	counterparty: string;
}

/** A line or part that nobody has explained, with what it may be by its amount. */
export interface OpenLine extends Omit<ShownLine, "became" | "openParts"> {
	/** The line itself, or the one that it is a part of. */
	lineId: string;
	/** Its place among the parts of its line; 0 where it is the line. */
	n: number;
	/** The whole line, minor units. */
	whole: number;
	mayBe: OpenFact[];
	/** The reference that was meant, where what was written is one slip away. */
	near: string | null;
	/** What a second person has been asked to say of it. */
	asked: "cash" | "fees" | "given-back" | "refund" | null;
}

/** A payout that Stripe expects to have arrived. */
export interface DuePayout {
	id: string;
	currency: string;
	amount: number;
	arrivesOn: string;
}

/** Open lines that a page shows: whoever has more begins with the oldest. */
const MOST_OPEN = 50;
const MOST_RECENT = 50;

/** Everything that the desk's page of the bank shows; what payers wrote is looked at by `readWords`. */
export async function readBank(db: Db, campaignId: number) {
	const [open, recent, payouts, sums, { balances, accounts, gaps }] = await Promise.all([
		openLines(db, campaignId),
		recentLines(db, campaignId),
		duePayouts(db, campaignId),
		bankSums(db, campaignId),
		readBalances(db, campaignId),
	]);
	return { open, recent, payouts, sums, balances, accounts, gaps };
}

/** Of a batch one word, beside how much of it waits. */
const allocated = sql`case when exists (select from bank_parts p where p.line_id = l.id) then 'parts'
	else coalesce((select a.became from bank_allocations a where a.item_id = l.id), l.became) end`;

const isOpen = sql<boolean>`not i.settled`;
const oldest = sql`order by i.booked_on, i.line_id, i.n limit ${MOST_OPEN}`;

async function openLines(db: Db, campaignId: number): Promise<OpenLine[]> {
	const { rows } = await sql<Omit<OpenLine, "mayBe">>`
		select i.id, i.line_id as "lineId", i.n, i.booked_on as "bookedOn", i.currency, i.amount, i.near,
			(select l.amount from bank_lines l where l.id = i.line_id) as whole, (
			select split_part(p.action, '.', 2) from approvals p
			where p.action in ('bank.cash', 'bank.fees', 'bank.given-back', 'bank.refund') and p.campaign_id = i.campaign_id
				and split_part(p.subject, '/', 1) = i.id::text and p.state in ('asked', 'agreed') limit 1) as asked
		from bank_items i where i.campaign_id = ${campaignId} and ${isOpen} ${oldest}`.execute(db);
	const facts = await stillOpen(db, campaignId, rows);
	return rows.map((line) => ({ ...line, mayBe: facts.get(line.id) ?? [] }));
}

async function recentLines(db: Db, campaignId: number): Promise<ShownLine[]> {
	const { rows } = await sql<ShownLine>`
		select l.id, l.booked_on as "bookedOn", l.currency, l.amount, ${allocated} as became, (
			select count(*)::int from bank_parts p where p.line_id = l.id and not p.settled) as "openParts"
		from bank_lines l where l.campaign_id = ${campaignId} ${newest}`.execute(db);
	return rows;
}

const newest = sql`order by l.booked_on desc, l.id limit ${MOST_RECENT}`;

/**
 * What payers wrote on the lines that the desk's page shows, by the line, and of parts that a file has by the part; none once
 * its time is over.
 */
export async function readWords(db: Db, keys: KeyRing, campaignId: number): Promise<ReadonlyMap<string, ShownWords>> {
	const { rows } = await sql<{ id: string; sealed: Buffer; parts: string[] }>`
		select l.id, l.sealed, coalesce((select json_agg(p.id order by p.n) from bank_parts p
			where p.line_id = l.id and p.said_by is null), '[]') as parts
		from bank_lines l where l.sealed is not null and l.id in (
			(select i.line_id from bank_items i where i.campaign_id = ${campaignId} and ${isOpen} ${oldest})
			union (select l.id from bank_lines l where l.campaign_id = ${campaignId} ${newest}))`.execute(db);
	return new Map(
		rows.flatMap(({ id, sealed, parts }) => {
			const { text, counterparty, parts: ofParts } = open<LineWords>(keys, `bank_lines/${id}`, sealed);
			const own: [string, ShownWords][] = parts.map((part, i) => [part, ofParts?.[i] ?? { text, counterparty }]);
			return [[id, { text, counterparty }], ...own];
		}),
	);
}

async function duePayouts(db: Db, campaignId: number): Promise<DuePayout[]> {
	const { rows } = await sql<DuePayout>`
		select id, currency, amount, arrives_on as "arrivesOn" from payouts_not_arrived
		where campaign_id = ${campaignId} order by arrives_on, id limit 50`.execute(db);
	return rows;
}

/** What the books say of the accounts that a statement speaks of. */
export interface BankSum {
	account: "bank" | "unallocated" | "payout_transit" | "refund_due";
	currency: string;
	/** Minor units; what is owed or unexplained is negative. */
	balance: number;
}

async function bankSums(db: Db, campaignId: number): Promise<BankSum[]> {
	const { rows } = await sql<BankSum>`
		select a.code as account, a.currency, b.balance
		from ledger_accounts a join ledger_balances b on b.account_id = a.id
		where a.campaign_id = ${campaignId} and a.code in ('bank', 'unallocated', 'payout_transit', 'refund_due')
			and b.balance <> 0 order by a.currency, a.code`.execute(db);
	return rows;
}
