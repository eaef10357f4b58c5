import { sql } from "kysely";
import {
	type FundAccount,
	type FundFacts,
	findAccount,
	keptFund,
	proposeAccount,
	saveFundFacts,
} from "#app/fund/facts.server.ts";
import { saveOffers } from "#app/fund/giving/offers.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { type Asking, askApproval } from "../approvals/approvals.server.ts";
import { recordAct } from "../audit/record.server.ts";
import { tellOrganisers } from "../notices.server.ts";
import { reserveDesk } from "./reserve/change-reserve.server.ts";

/** The fund of a campaign, its reserve, and the account that waits to be shown, if one does. */
export async function fundDesk(db: Db, campaignId: number) {
	const [kept, waiting, reserve] = await Promise.all([
		keptFund(db, campaignId),
		waitingAccount(db, campaignId),
		reserveDesk(db, campaignId),
	]);
	return { ...kept, waiting, reserve };
}

async function waitingAccount(db: Db, campaignId: number) {
	const waiting = await db
		.selectFrom("approvals")
		.where("campaign_id", "=", campaignId)
		.where("action", "=", "fund.account")
		.where("state", "in", ["asked", "agreed"])
		.select(["subject", "state", sql<string | null>`to_char(not_before, 'YYYY-MM-DD')`.as("from")])
		.executeTakeFirst();
	const account = waiting && (await findAccount(db, campaignId, waiting.subject));
	return account && { ...account, agreed: waiting.state === "agreed", from: waiting.from };
}

/**
 * Writes the facts of a fund, and records that somebody did. Every organiser is mailed at once when a fund that takes gifts has
 * another holder, country or purpose.
 * @param origin scheme and host of the site, for the mail's link
 * @returns how many are mailed
 */
export async function changeFundFacts(
	{ db, keys }: { db: Db; keys: KeyRing },
	organiser: string,
	campaign: { id: number; slug: string },
	facts: FundFacts,
	origin: string,
): Promise<number> {
	return inTransaction(db, async (trx) => {
		const before = await keptFund(trx, campaign.id);
		await saveFundFacts(trx, campaign.id, facts);
		await recordAct(trx, { actor: organiser, act: "fund.facts-changed", campaignId: campaign.id });
		const { fund } = before;
		if (!fund?.openedAt || fund.closedAt || !isOther(before, facts)) return 0;
		return tellOrganisers(trx, keys, {
			campaigns: [campaign.id],
			text: (t) => t("organise.fund.mail.changed"),
			link: `${origin}/organise/campaigns/${campaign.slug}/fund`,
		});
	});
}

/** Whether givers are told of another holder, country or purpose than before. */
function isOther({ fund, editions }: Awaited<ReturnType<typeof keptFund>>, { legalName, country, words }: FundFacts) {
	return (
		fund?.legalName !== legalName ||
		(fund.country ?? "") !== country ||
		editions.some(({ locale, purpose }) => (purpose ?? "") !== (words[locale as Locale]?.purpose ?? ""))
	);
}

/** Writes what givers are offered, and records that somebody did. */
export async function changeOffers(
	db: Db,
	organiser: string,
	campaignId: number,
	offers: Parameters<typeof saveOffers>[2],
): Promise<void> {
	await inTransaction(db, async (trx) => {
		await saveOffers(trx, campaignId, offers);
		await recordAct(trx, { actor: organiser, act: "fund.amounts-changed", campaignId });
	});
}

/**
 * Asks for another account to be shown to givers: a second person agrees, everybody is mailed, and it takes 48 hours. Until
 * then the one before stands. One change waits at a time.
 */
export async function askForAccount(
	db: Db,
	asking: Asking,
	campaign: { id: number; slug: string },
	account: FundAccount,
): Promise<"asked" | "waits" | "not yours"> {
	return inTransaction(db, async (trx) => {
		// Two who ask at the same time take turns.
		await trx.selectFrom("campaigns").where("id", "=", campaign.id).select("id").forUpdate().execute();
		if (await waitingAccount(trx, campaign.id)) return "waits";
		const subject = await proposeAccount(trx, campaign.id, account);
		const { state } = await askApproval(trx, asking, { action: "fund.account", campaign, subject });
		return state === "unknown" ? "not yours" : state;
	});
}
