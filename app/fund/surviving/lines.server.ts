import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { fundKey } from "../giving/donations.server.ts";
import type { Carried } from "./carried.ts";

/** Rows fetched at once: what is held in memory. */
const FETCH = 500;

/** What a fund's lines are read from: one transaction, so that all files are of one moment. */
export interface Source {
	trx: Db;
	keys: KeyRing;
	campaignId: number;
	/** Whether what is written is sealed: payers' words go along only then. */
	isSealed: boolean;
}

/** The first file: what of the fund itself goes along. */
export async function* fundLines({ trx, campaignId }: Source, key: Buffer): AsyncGenerator<string> {
	const fund = await trx
		.selectFrom("funds")
		.where("campaign_id", "=", campaignId)
		.select("reserve_percent")
		.executeTakeFirstOrThrow();
	yield `${JSON.stringify({ ...fund, key: key.toString("base64") })}\n`;
}

/** The key of a fund's fingerprints, made where it has none: before the transaction that only reads. */
export function keyOfFund(db: Db, keys: KeyRing, campaignId: number): Promise<Buffer> {
	return fundKey(db, keys, campaignId);
}

/** The rows of a table as lines of JSON, in the order of its key. */
export async function* tableLines(source: Source, carried: Carried): AsyncGenerator<string> {
	const { table, of, order, sealed, onlySealed, without = [] } = carried;
	const where = of.replaceAll("FUND", String(Number(source.campaignId)));
	const gone = ["campaign_id", "journal_seq", ...without, ...(sealed ? [sealed] : [])];
	const query = `
		select ((to_jsonb(t) - array[${gone.map((name) => `'${name}'`).join(", ")}]) ${journalOf(table)})::text as line,
			${sealed ? `t.id::text` : "null"} as id, ${sealed ? `t.${sealed}` : "null::bytea"} as sealed
		from ${table} t where ${where} order by ${order}`;
	for await (const { line, id, sealed: bytes } of rowsOf<Row>(source.trx, query)) {
		if (!sealed) yield `${line}\n`;
		else {
			const words =
				bytes === null || (onlySealed && !source.isSealed) ? null : open<unknown>(source.keys, `${table}/${id}`, bytes);
			yield `${JSON.stringify({ ...JSON.parse(line), [sealed]: words })}\n`;
		}
	}
}

interface Row {
	line: string;
	id: string | null;
	sealed: Buffer | null;
}

/** A journal that a row points to, by its key. */
function journalOf(table: string): string {
	const key = "(select key from journals where seq = ";
	if (table === "bank_lines" || table === "bank_allocations")
		return `|| jsonb_build_object('journal', ${key} t.journal_seq))`;
	if (table !== "fund_publication_parts") return "";
	return `|| case when t.part like 'journal:%' then jsonb_build_object('part', 'journal',
		'journal', ${key} split_part(t.part, ':', 2)::bigint), 'unit', split_part(t.part, ':', 3)) else '{}' end`;
}

/** The journals of a fund in the order of its chain, each with its postings, its balance transaction and its link's hash. */
export async function* journalLines({ trx, campaignId }: Source): AsyncGenerator<string> {
	const query = `
		select jsonb_build_object('n', l.n, 'kind', j.kind, 'key', j.key, 'occurred_on', j.occurred_on,
			'reverses', (select key from journals where seq = j.reverses), 'gift_id', j.gift_id, 'actor', j.actor,
			'txn', (select to_jsonb(x) - 'campaign_id' from stripe_balance_txns x where x.id = j.stripe_txn),
			'postings', (select jsonb_agg(jsonb_build_array(a.code, a.currency, p.amount) order by p.id)
				from postings p join ledger_accounts a on a.id = p.account_id where p.journal_seq = j.seq),
			'hash', encode(l.hash, 'hex'))::text as line
		from journal_links l join journals j on j.seq = l.journal_seq
		where l.campaign_id = ${Number(campaignId)} order by l.n`;
	for await (const { line } of rowsOf<Pick<Row, "line">>(trx, query)) yield `${line}\n`;
}

/** Rows of a query of ours as they are asked for: Postgres keeps the place, and only a few are here. */
async function* rowsOf<One>(trx: Db, query: string): AsyncGenerator<One> {
	await sql.raw(`declare lines no scroll cursor for ${query}`).execute(trx);
	for (;;) {
		const { rows } = await sql.raw<One>(`fetch ${FETCH} from lines`).execute(trx);
		yield* rows;
		if (rows.length < FETCH) break;
	}
	await sql.raw("close lines").execute(trx);
}
