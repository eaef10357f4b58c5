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
	/** Empty once its time is over. */
	text: string;
	counterparty: string;
}

/** A line that nobody has explained, with what it may be by its amount. */
export interface OpenLine extends ShownLine {
	mayBe: OpenFact[];
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

/** Everything that the desk's page of the bank shows. */
export async function readBank(db: Db, keys: KeyRing, campaignId: number) {
	const [open, recent, payouts, sums] = await Promise.all([
		openLines(db, keys, campaignId),
		recentLines(db, keys, campaignId),
		duePayouts(db, campaignId),
		bankSums(db, campaignId),
	]);
	return { open, recent, payouts, sums };
}

const allocated = sql`coalesce((select a.became from bank_allocations a where a.line_id = l.id), l.became)`;

async function openLines(db: Db, keys: KeyRing, campaignId: number): Promise<OpenLine[]> {
	const lines = await read(
		db,
		keys,
		sql`l.campaign_id = ${campaignId} and l.became = 'unallocated'
			and not exists (select from bank_allocations a where a.line_id = l.id)
			order by l.booked_on, l.id limit ${MOST_OPEN}`,
	);
	return Promise.all(lines.map(async (line) => ({ ...line, mayBe: await stillOpen(db, campaignId, line) })));
}

function recentLines(db: Db, keys: KeyRing, campaignId: number): Promise<ShownLine[]> {
	return read(db, keys, sql`l.campaign_id = ${campaignId} order by l.booked_on desc, l.id limit ${MOST_RECENT}`);
}

async function read(db: Db, keys: KeyRing, which: ReturnType<typeof sql>): Promise<ShownLine[]> {
	const { rows } = await sql<Omit<ShownLine, "text" | "counterparty"> & { sealed: Buffer | null }>`
		select l.id, l.booked_on as "bookedOn", l.currency, l.amount, ${allocated} as became, l.sealed
		from bank_lines l where ${which}`.execute(db);
	return rows.map(({ sealed, ...line }) => {
		const words = sealed && open<LineWords>(keys, `bank_lines/${line.id}`, sealed);
		return { ...line, text: words?.text ?? "", counterparty: words?.counterparty ?? "" };
	});
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
