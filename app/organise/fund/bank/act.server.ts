import type { App } from "#app/context.ts";
import { explainLine } from "#app/fund/bank/allocate.server.ts";
import { keepSeen, type SeenBalance } from "#app/fund/bank/balances.server.ts";
import { readWords, type ShownWords } from "#app/fund/bank/bank-desk.server.ts";
import {
	type ByTwo,
	MOST_AT_DESK,
	type NotSaid,
	type Said,
	type StatementRefusal,
} from "#app/fund/bank/desk.server.ts";
import { type Imported, importStatement } from "#app/fund/bank/import.server.ts";
import { type NotParted, partLine } from "#app/fund/bank/part-line.server.ts";
import { readStatement } from "#app/fund/bank/read-statement.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../../audit/record.server.ts";
import { parseParts } from "./parse-parts.ts";

type House = Pick<App, "db" | "keys" | "pagesChanged">;

/** The campaign, who does it, and where the site is, for the links of receipts. */
export interface BankDesk {
	campaign: { id: number; slug: string };
	by: string;
	origin: string;
}

/** Brings a file of the bank into the books, and records how many lines became what; the longest are the command's. */
export async function bringStatement(
	{ db, keys, pagesChanged }: House,
	{ campaign, by, origin }: BankDesk,
	file: Buffer,
	otherAccount: boolean,
): Promise<Imported | StatementRefusal> {
	const statement = await readStatement(file);
	if ("refused" in statement) return statement;
	const payments = statement.lines.reduce((sum, { parts }) => sum + (parts?.length ?? 1), 0);
	if (payments > MOST_AT_DESK) return { refused: "long" };
	const bringing = { campaignId: campaign.id, actor: by, otherAccount };
	const came = await importStatement({ db, keys, origin }, statement, bringing);
	if ("refused" in came) return came;
	const figures = { ...came };
	await recordAct(db, { actor: by, act: "bank.imported", campaignId: campaign.id, about: campaign.slug, figures });
	pagesChanged();
	return came;
}

/** What payers wrote on the lines that the page shows; that somebody looked is written down before. */
export async function lookAtWords(
	{ db, keys }: Pick<House, "db" | "keys">,
	{ campaign, by }: Pick<BankDesk, "campaign" | "by">,
): Promise<ReadonlyMap<string, ShownWords>> {
	const words = await readWords(db, keys, campaign.id);
	const figures = { lines: words.size };
	await recordAct(db, { actor: by, act: "bank.looked-at", campaignId: campaign.id, about: campaign.slug, figures });
	return words;
}

/**
 * Says what an unexplained line is, and records it.
 * @returns why not; what a second person has to agree to first; null where it was done
 */
export async function sayWhatItIs(
	{ db, keys, pagesChanged }: House,
	{ campaign, by, origin }: BankDesk,
	line: string,
	said: Said,
): Promise<NotSaid | ByTwo | "overdrawn" | null> {
	try {
		const not = await inTransaction(db, async (trx) => {
			const saying = { keys, origin, campaignId: campaign.id, by };
			const answer = await explainLine(trx, saying, line, said);
			if (answer === null)
				await recordAct(trx, {
					actor: by,
					act: "bank.explained",
					campaignId: campaign.id,
					about: line,
					figures: { as: said.is },
				});
			return answer;
		});
		pagesChanged();
		return not;
	} catch (error) {
		if (error instanceof Error && "constraint" in error && error.constraint === "ledger_overdrawn") return "overdrawn";
		throw error;
	}
}

/** Takes a line apart into payments of the amounts that were typed, and records it. @returns why not; null where it was done */
export function part(
	{ db }: Pick<House, "db">,
	{ campaign, by }: Pick<BankDesk, "campaign" | "by">,
	line: string,
	{ typed, locale }: { typed: string; locale: Locale },
): Promise<NotParted | null> {
	return inTransaction(db, async (trx) => {
		const read = (currency: string) => parseParts(typed, currency, locale);
		const parts = await partLine(trx, { campaignId: campaign.id, by }, line, read);
		if (typeof parts === "string") return parts;
		await recordAct(trx, { actor: by, act: "bank.parted", campaignId: campaign.id, about: line, figures: { parts } });
		return null;
	});
}

/** Keeps a balance that was seen at the bank, and records it. @returns why not, or whether the books say otherwise */
export function seeBalance(
	{ db }: Pick<House, "db">,
	{ campaign, by }: Pick<BankDesk, "campaign" | "by">,
	seen: SeenBalance,
): Promise<"day" | "accounts" | { differs: boolean }> {
	return inTransaction(db, async (trx) => {
		const kept = await keepSeen(trx, campaign.id, by, seen);
		if (typeof kept === "string") return kept;
		const figures = {
			amount: seen.amount,
			currency: seen.currency.toLowerCase(),
			differs: kept.differs ? "yes" : "no",
		};
		const act = { actor: by, act: "bank.balance-seen" as const, campaignId: campaign.id, about: seen.day, figures };
		await recordAct(trx, act);
		return kept;
	});
}
