import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
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
}

/** What a payer wrote, for whoever looks; of money that left nothing is kept. */
export interface ShownWords {
	text: string;
	counterparty: string;
}

/** A line that nobody has explained, with what it may be by its amount. */
export interface OpenLine extends ShownLine {
	mayBe: OpenFact[];
	/** It waits for a second person to call it the bank's charge. */
	asked: boolean;
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
	const [open, recent, payouts, sums] = await Promise.all([
		openLines(db, campaignId),
		recentLines(db, campaignId),
		duePayouts(db, campaignId),
		bankSums(db, campaignId),
	]);
	return { open, recent, payouts, sums };
}

const allocated = sql`coalesce((select a.became from bank_allocations a where a.line_id = l.id), l.became)`;

const isOpen = sql<boolean>`l.became = 'unallocated' and not exists (select from bank_allocations a where a.line_id = l.id)`;

async function openLines(db: Db, campaignId: number): Promise<OpenLine[]> {
	const { rows } = await sql<Omit<OpenLine, "mayBe">>`
		select l.id, l.booked_on as "bookedOn", l.currency, l.amount, l.became, exists (select from approvals p
			where p.action = 'bank.fees' and p.campaign_id = l.campaign_id and p.subject = l.id::text
				and p.state in ('asked', 'agreed')) as asked
		from bank_lines l where l.campaign_id = ${campaignId} and ${isOpen}
		order by l.booked_on, l.id limit ${MOST_OPEN}`.execute(db);
	const facts = await stillOpen(db, campaignId, rows);
	return rows.map((line) => ({ ...line, mayBe: facts.get(line.id) ?? [] }));
}

async function recentLines(db: Db, campaignId: number): Promise<ShownLine[]> {
	const { rows } = await sql<ShownLine>`
		select l.id, l.booked_on as "bookedOn", l.currency, l.amount, ${allocated} as became
		from bank_lines l where l.campaign_id = ${campaignId} ${newest}`.execute(db);
	return rows;
}

const newest = sql`order by l.booked_on desc, l.id limit ${MOST_RECENT}`;

/** What payers wrote on the lines that the desk's page shows, by the line; none once its time is over. */
export async function readWords(db: Db, keys: KeyRing, campaignId: number): Promise<ReadonlyMap<string, ShownWords>> {
	const { rows } = await sql<{ id: string; sealed: Buffer }>`
		select l.id, l.sealed from bank_lines l where l.sealed is not null and l.id in (
			(select l.id from bank_lines l where l.campaign_id = ${campaignId} and ${isOpen}
				order by l.booked_on, l.id limit ${MOST_OPEN})
			union (select l.id from bank_lines l where l.campaign_id = ${campaignId} ${newest}))`.execute(db);
	return new Map(
		rows.map(({ id, sealed }) => {
			const { text, counterparty } = open<LineWords>(keys, `bank_lines/${id}`, sealed);
			return [id, { text, counterparty }];
		}),
	);
}

/** A line of a campaign that nobody has explained, and by which money left; undefined where it is none. */
export async function openLineFacts(
	db: Db,
	campaignId: number,
	lineId: string,
): Promise<{ currency: string; amount: number } | undefined> {
	const { rows } = await sql<{ currency: string; amount: number }>`
		select l.currency, l.amount from bank_lines l
		where l.id = ${lineId}::uuid and l.campaign_id = ${campaignId} and l.amount < 0 and ${isOpen}`.execute(db);
	return rows[0];
}

async function duePayouts(db: Db, campaignId: number): Promise<DuePayout[]> {
	const { rows } = await sql<DuePayout>`
		select p.id, p.currency, p.amount, p.arrives_on as "arrivesOn" from payouts p
		where ${notArrived} and p.campaign_id = ${campaignId} order by p.arrives_on, p.id limit 50`.execute(db);
	return rows;
}

/** A condition on `payouts p`: no line of the bank has brought it. */
export const notArrived = sql<boolean>`p.status not in ('failed', 'canceled')
	and not exists (select from bank_lines l where l.became = 'payout' and l.about = p.id)
	and not exists (select from bank_allocations b where b.about = p.id)`;

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
