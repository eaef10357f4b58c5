import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";

/** What a fund says of itself in one language. */
export interface FundWords {
	purpose: string;
	who_decides: string;
	costs: string;
	surplus: string;
}

/** Who holds the money, and what becomes of it. The account is not among it: two people settle that. */
export interface FundFacts {
	legalName: string;
	/** Where the holder is registered, ISO 3166-1 alpha-2; empty where it is not known yet. */
	country: string;
	words: Partial<Record<Locale, FundWords>>;
}

/** Where money goes. */
export interface FundAccount {
	/** A Stripe account of one's own; bank transfers only; held by another body, which has a page of its own. */
	mode: "stripe" | "transfer" | "held";
	/** As the bank shows it. */
	holder: string;
	/** In its electronic form, of an account of one's own. */
	iban: string | null;
	/** Of a fund that another holds. */
	url: string | null;
}

/** Writes the facts of a fund, which is made by the first that are written. */
export async function saveFundFacts(
	trx: Db,
	campaignId: number,
	{ legalName, country, words }: FundFacts,
	sample = false,
): Promise<void> {
	const facts = { legal_name: legalName, country: country || null };
	await trx
		.insertInto("funds")
		.values({ campaign_id: campaignId, ...facts, sample })
		.onConflict((conflict) => conflict.column("campaign_id").doUpdateSet(facts))
		.execute();
	await trx
		.insertInto("fund_editions")
		.values(Object.entries(words).map(([locale, edition]) => ({ campaign_id: campaignId, locale, ...edition })))
		.onConflict((conflict) =>
			conflict.columns(["campaign_id", "locale"]).doUpdateSet((new_) => ({
				purpose: new_.ref("excluded.purpose"),
				who_decides: new_.ref("excluded.who_decides"),
				costs: new_.ref("excluded.costs"),
				surplus: new_.ref("excluded.surplus"),
			})),
		)
		.execute();
}

/**
 * Writes an account down, which shows it to nobody yet.
 * @returns its id, for two people to agree to
 */
export async function proposeAccount(
	trx: Db,
	campaignId: number,
	account: FundAccount,
	sample = false,
): Promise<string> {
	await trx
		.insertInto("funds")
		.values({ campaign_id: campaignId })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	const { id } = await trx
		.insertInto("fund_accounts")
		.values({ campaign_id: campaignId, ...account, sample })
		.returning("id")
		.executeTakeFirstOrThrow();
	return id;
}

/**
 * Shows an account to givers in the place of the one before. Only the action `fund.account` calls this, and what loads
 * the demonstration's samples.
 * @returns false where the campaign has no such account
 */
export async function showAccount(db: Db, campaignId: number, accountId: string): Promise<boolean> {
	const { numUpdatedRows } = await db
		.updateTable("funds")
		.set({ account_id: accountId })
		.where("campaign_id", "=", campaignId)
		.where(({ exists, selectFrom }) =>
			exists(
				selectFrom("fund_accounts").where("id", "=", accountId).where("campaign_id", "=", campaignId).select("id"),
			),
		)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/** A fund as those who keep it see it: facts in every language, and the account that givers are shown. */
export async function keptFund(db: Db, campaignId: number) {
	const [fund, editions] = await Promise.all([
		db
			.selectFrom("funds as f")
			.leftJoin("fund_accounts as a", "a.id", "f.account_id")
			.where("f.campaign_id", "=", campaignId)
			.select(["f.legal_name as legalName", "f.country", "f.opened_at as openedAt", "f.closed_at as closedAt"])
			.select(["a.mode", "a.holder", "a.iban", "a.url"])
			.executeTakeFirst(),
		db
			.selectFrom("campaign_editions as ce")
			.leftJoin("fund_editions as fe", (join) =>
				join.onRef("fe.campaign_id", "=", "ce.campaign_id").onRef("fe.locale", "=", "ce.locale"),
			)
			.where("ce.campaign_id", "=", campaignId)
			.orderBy("ce.locale")
			.select(["ce.locale", "fe.purpose", "fe.who_decides", "fe.costs", "fe.surplus"])
			.execute(),
	]);
	return { fund, editions };
}

/** The account of that id, of this campaign. */
export async function findAccount(db: Db, campaignId: number, id: string) {
	return db
		.selectFrom("fund_accounts")
		.where("campaign_id", "=", campaignId)
		.where("id", "=", id)
		.select(["id", "mode", "holder", "iban", "url"])
		.executeTakeFirst();
}
