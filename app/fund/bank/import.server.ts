import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { fundKey } from "../giving/donations.server.ts";
import { keepSpans } from "./balances.server.ts";
import { type BookedAs, bookLine } from "./book-line.server.ts";
import { alike, type IdentifiedLine, identified } from "./identity.ts";
import type { LineWords } from "./line-words.ts";
import type { Statement, StatementRefusal } from "./statement.ts";

/** What a statement is brought into. */
export interface Bank {
	db: Db;
	keys: KeyRing;
	/** Scheme and host of the site, for the links of receipts. */
	origin: string;
}

/** Whose statement it is, and who brings it. */
export interface Bringing {
	campaignId: number;
	/** The organiser; null for the operator's tool. */
	actor: string | null;
	/** The fund has several accounts, and the file may be of another than givers are shown. */
	otherAccount?: boolean;
	/** Is told now and then how many lines are done. */
	onProgress?(done: number, lines: number): void;
}

/**
 * What became of a file's lines: how many there are, how many were here before, how many of the rest became what, and of those
 * that are batches (`batches`) their payments; and how many of the balances that it says are not those of the books (`differs`).
 */
export type Imported = Readonly<Record<BookedAs | "lines" | "batches" | "known" | "overdrawn" | "differs", number>>;

/** Identities looked for at once. */
const AT_ONCE = 1_000;
/** Lines between two words of progress: a second or two. */
const TOLD_EACH = 250;

/**
 * Brings a statement's lines into the books, each once, whatever files they come in, and each in a transaction of its own with
 * its journal: killed on the way, the same file brings the rest. Lines that would leave less than nothing in the account are
 * left for when the statement before has been brought.
 */
export async function importStatement(
	bank: Bank,
	statement: Statement,
	bringing: Bringing,
): Promise<Imported | StatementRefusal> {
	const { db, keys } = bank;
	const { campaignId, otherAccount, onProgress } = bringing;
	if (!otherAccount && (await isOfAnother(db, campaignId, statement.account))) return { refused: "account" };
	const sum = { lines: statement.lines.length, batches: 0, known: 0, overdrawn: 0, differs: 0, ...noneYet };
	const key = await fundKey(db, keys, campaignId);
	const lines = identified(key, statement.source, statement.account, statement.lines);
	const known = await knownAmong(db, campaignId, lines);
	// What came first, and on each day what came before what went: so the account is never less than it was.
	const inOrder = lines.toSorted((a, b) => a.bookedOn.localeCompare(b.bookedOn) || b.amount - a.amount);
	const file = randomUUID();
	for (const [i, line] of inOrder.entries()) {
		if (i > 0 && i % TOLD_EACH === 0) onProgress?.(i, inOrder.length);
		const became = line.identities.every((identity) => known.has(identity.toString("hex")))
			? (["known"] as const)
			: await bringLine(bank, statement, { ...bringing, file }, line);
		for (const one of became) sum[one]++;
		if (became.length > 1) sum.batches++;
	}
	sum.differs = await inTransaction(db, (trx) => keepSpans(trx, campaignId, statement));
	return sum;
}

const noneYet: Readonly<Record<BookedAs, number>> = { gift: 0, held: 0, payout: 0, aid: 0, fees: 0, unallocated: 0 };

async function isOfAnother(db: Db, campaignId: number, account: string | null): Promise<boolean> {
	if (account === null) return false;
	const shown = await db
		.selectFrom("funds as f")
		.innerJoin("fund_accounts as a", "a.id", "f.account_id")
		.where("f.campaign_id", "=", campaignId)
		.select("a.iban")
		.executeTakeFirst();
	return shown?.iban != null && shown.iban !== account;
}

async function knownAmong(db: Db, campaignId: number, lines: readonly IdentifiedLine[]): Promise<ReadonlySet<string>> {
	const all = lines.flatMap(({ identities }) => identities);
	const known = new Set<string>();
	for (let at = 0; at < all.length; at += AT_ONCE) {
		const rows = await db
			.selectFrom("bank_line_identities")
			.where("campaign_id", "=", campaignId)
			.where("identity", "in", all.slice(at, at + AT_ONCE))
			.select("identity")
			.execute();
		for (const { identity } of rows) known.add(identity.toString("hex"));
	}
	return known;
}

async function bringLine(
	bank: Bank,
	statement: Statement,
	bringing: Bringing & { file: string },
	line: IdentifiedLine,
): Promise<readonly (BookedAs | "known" | "overdrawn")[]> {
	const { campaignId } = bringing;
	try {
		return await inTransaction(bank.db, async (trx) => {
			// Two files at once: the second sees the first one's lines.
			await sql`select from funds where campaign_id = ${campaignId} for no key update`.execute(trx);
			const before =
				(await lineOf(trx, campaignId, line)) ?? (await sameElsewhere(trx, bank.keys, campaignId, statement, line));
			const id = before ?? randomUUID();
			const became =
				before === undefined
					? await bookLine({ ...bank, db: trx }, { ...bringing, id, statement, line })
					: (["known"] as const);
			await trx
				.insertInto("bank_line_identities")
				.values(
					line.identities.map((identity) => ({
						campaign_id: campaignId,
						identity,
						line_id: id,
						source: statement.source,
					})),
				)
				.onConflict((conflict) => conflict.doNothing())
				.execute();
			return became;
		});
	} catch (error) {
		if (error instanceof Error && "constraint" in error && error.constraint === "ledger_overdrawn")
			return ["overdrawn"];
		throw error;
	}
}

/** Less than anything that speaks for it. */
const WORDLESS = 0.5;

/** The line that one of its identities is of. */
async function lineOf(trx: Db, campaignId: number, { identities }: IdentifiedLine): Promise<string | undefined> {
	const row = await trx
		.selectFrom("bank_line_identities")
		.where("campaign_id", "=", campaignId)
		.where("identity", "in", identities)
		.select("line_id")
		.executeTakeFirst();
	return row?.line_id;
}

/**
 * The same line as another kind of file brought it: that kind words it otherwise, and may have no reference. Of a line whose
 * words are not kept any more, or never were, day and amount are enough: else a gift would be one twice.
 */
async function sameElsewhere(
	trx: Db,
	keys: KeyRing,
	campaignId: number,
	{ source, account }: Statement,
	line: IdentifiedLine,
): Promise<string | undefined> {
	const { rows } = await sql<{ id: string; sealed: Buffer | null }>`
		select id, sealed from bank_lines l
		where campaign_id = ${campaignId} and booked_on = ${line.bookedOn}::date and currency = ${line.currency}
			and amount = ${line.amount}::bigint and account in (${account ?? ""}, '', case when ${account === null} then account else '' end)
			and not exists (select from bank_line_identities i where i.line_id = l.id and i.source = ${source})
		order by id`.execute(trx);
	const weighed = rows.map(({ id, sealed }) => ({
		id,
		likeness: sealed === null ? WORDLESS : alike(open<LineWords>(keys, `bank_lines/${id}`, sealed), line),
	}));
	return weighed.filter(({ likeness }) => likeness > 0).sort((a, b) => b.likeness - a.likeness)[0]?.id;
}
