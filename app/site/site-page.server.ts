import { liveCampaigns } from "#app/campaigns/campaign.server.ts";
import { type DutyHours, dutyHoursOf } from "#app/campaigns/duty-hours.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { petitionOfCampaign } from "#app/petitions/petition.server.ts";
import { type RetentionRule, rules } from "#app/retention/rules.server.ts";
import type { SitePage } from "#app/ui/site-pages.ts";
import { unlessAway } from "#app/web/away.ts";
import type { Db } from "#db/client.ts";
import { fill } from "./fill.ts";
import type { Slot } from "./read-words.ts";
import { type Told, valuesOf } from "./values.ts";
import { wordsOf } from "./words.server.ts";

/** A rule of the retention table as far as a reader is told of it. */
export type Held = Pick<RetentionRule, "name" | "days">;

/** A campaign as the press is told of it; `petition` is a slug. */
export interface InBrief {
	slug: string;
	title: string;
	neutralTitle: string;
	summary: string;
	petition?: string;
}

/** A stretch of a page as it is shown. */
export type FilledPart =
	| { markdown: string }
	| { retention: readonly Held[] }
	| { campaigns: readonly InBrief[] }
	| { memorials: readonly { slug: string; title: string }[] }
	/** A form stands here, and beside it when it is read. */
	| { letter: readonly DutyHours[] };

/**
 * A page of the site in one language, its places filled from the settings and the data. Only what
 * tells of campaigns asks the database.
 * @param origin scheme and host of the site
 */
export async function sitePage(db: Db, told: Told, page: SitePage, locale: Locale, origin: string) {
	const { title, description, parts } = wordsOf(locale, page);
	const values = valuesOf(told, locale, origin);
	const filled = parts.map((part): FilledPart | Promise<FilledPart> =>
		"slot" in part ? dataFor(db, part.slot, locale) : { markdown: fill(part.markdown, values) },
	);
	return { title, description, parts: await Promise.all(filled) };
}

async function dataFor(db: Db, slot: Slot, locale: Locale): Promise<FilledPart> {
	if (slot === "retention") return { retention: held(rules) };
	if (slot === "letter") {
		// What was typed is shown again even while the hours cannot be.
		const hours = await unlessAway(dutyHoursOf(db, locale));
		return { letter: hours === "away" ? [] : hours };
	}
	const campaigns = await liveCampaigns(db, locale);
	if (slot === "memorials") return { memorials: campaigns.map(({ slug, title }) => ({ slug, title })) };
	return { campaigns: await Promise.all(campaigns.map((campaign) => inBrief(db, campaign, locale))) };
}

type Live = Awaited<ReturnType<typeof liveCampaigns>>[number];

async function inBrief(db: Db, { id, slug, title, neutralTitle, summary }: Live, locale: Locale): Promise<InBrief> {
	const petition = await petitionOfCampaign(db, id, locale);
	return { slug, title, neutralTitle, summary, petition: petition?.slug };
}

/** What of the retention table a reader is told: every rule, by name and days. */
export function held(table: readonly RetentionRule[]): Held[] {
	return table.map(({ name, days }) => ({ name, days }));
}
