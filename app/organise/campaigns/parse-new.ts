import { formatDayOfYear } from "#app/i18n/format.ts";
import { locales, type MessageKey } from "#app/i18n/translate.ts";
import { type Fields, text, unreadable } from "#app/web/form.ts";
import { isZone } from "#app/web/wall-time.ts";

/** What is typed of a new campaign. */
export interface TypedCampaign {
	slug: string;
	zone: string;
	day: string;
	editions: { locale: (typeof locales)[number]; title: string; neutralTitle: string }[];
}

/** The form's fields in their order, without the titles, of which there is one a language: `title-en`. */
export const newCampaignFields = ["slug", "day", "zone"] as const;

export type NewCampaignErrors = Partial<Record<string, MessageKey>>;

/** Characters. */
const longest = { slug: 60, title: 160 };

/**
 * Reads the form of a new campaign. Its languages are those in which it has a title; until somebody writes another, its
 * neutral title is its day.
 */
export function parseNewCampaign(fields: Fields): { campaign: TypedCampaign; errors: NewCampaignErrors } {
	const campaign = {
		slug: text(fields, "slug").toLowerCase(),
		zone: text(fields, "zone"),
		day: text(fields, "day"),
		editions: [] as TypedCampaign["editions"],
	};
	const errors: NewCampaignErrors = {};
	// `new` is the address of this form.
	if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(campaign.slug) || campaign.slug.length > longest.slug || campaign.slug === "new")
		errors.slug = "organise.new.slug.wrong";
	if (!isDay(campaign.day)) errors.day = "organise.new.day.wrong";
	if (!isZone(campaign.zone)) errors.zone = "organise.new.zone.wrong";
	for (const locale of locales) {
		const title = text(fields, `title-${locale}`);
		if (title.length > longest.title || unreadable(title)) errors[`title-${locale}`] = "organise.new.title.wrong";
		if (title)
			campaign.editions.push({ locale, title, neutralTitle: errors.day ? "" : formatDayOfYear(campaign.day, locale) });
	}
	if (campaign.editions.length === 0) errors[`title-${locales[0]}`] = "organise.new.title.none";
	return { campaign, errors };
}

function isDay(text: string): boolean {
	const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
	return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
