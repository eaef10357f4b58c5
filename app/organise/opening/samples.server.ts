import { z } from "zod";
import { checked, readYaml } from "#app/campaigns/content/front-matter.server.ts";
import { proposeAccount, saveFundFacts, showAccount } from "#app/fund/facts.server.ts";
import { openFund } from "#app/fund/open.server.ts";
import { type Locale, locales } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { savePicketFacts } from "./picket-facts.server.ts";

const words = z.object({
	purpose: z.string(),
	who_decides: z.string(),
	costs: z.string(),
	surplus: z.string(),
	duty_hours: z.string(),
	authorities: z.string(),
});
const samples = z.object({
	fund: z.object({
		legal_name: z.string(),
		country: z.string(),
		account: z.object({ mode: z.literal("stripe"), holder: z.string(), iban: z.string() }),
	}),
	languages: z.object(Object.fromEntries(locales.map((locale) => [locale, words])) as Record<Locale, typeof words>),
});

/**
 * Fills what the opening checklists of a demonstration's campaign ask for, marked as samples, once.
 * @param file a YAML file of db/samples
 * @throws ContentError when the file is not in order
 */
export async function loadOpeningSamples(db: Db, campaign: string, file: string): Promise<void> {
	const { fund, languages } = checked(samples, await readYaml(file), file);
	await inTransaction(db, async (trx) => {
		const row = await trx
			.selectFrom("campaigns as c")
			.leftJoin("funds as f", "f.campaign_id", "c.id")
			.where("c.slug", "=", campaign)
			.select(["c.id", "f.campaign_id as filled"])
			.executeTakeFirst();
		if (!row || row.filled !== null) return;
		const all = Object.entries(languages) as [Locale, (typeof languages)[Locale]][];
		const fundWords = all.map(([locale, { purpose, who_decides, costs, surplus }]) => [
			locale,
			{ purpose, who_decides, costs, surplus },
		]);
		const facts = { legalName: fund.legal_name, country: fund.country, words: Object.fromEntries(fundWords) };
		await saveFundFacts(trx, row.id, facts, true);
		await showAccount(trx, row.id, await proposeAccount(trx, row.id, { ...fund.account, url: null }, true));
		await openFund(trx, row.id);
		await savePicketFacts(
			trx,
			row.id,
			all.map(([locale, { duty_hours, authorities }]) => ({ locale, duty_hours, authorities })),
		);
	});
}
