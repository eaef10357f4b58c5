import { type DocumentKind, kindOf } from "#app/campaigns/content/check-document.server.ts";
import { locales } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { staleSince } from "./stale.ts";
import { type TextRow, type TextStanding, textsOf } from "./standings.server.ts";
import type { TextState } from "./state.ts";

/** One document of the list, in every language there is. */
export interface ListedText {
	path: string;
	kind: DocumentKind;
	/** In the first language that has it; empty before. */
	title: string;
	languages: { locale: string; state?: TextState }[];
}

/** All documents of a campaign with their state in every language. */
export async function listTexts(db: Db, campaignId: number, first: string): Promise<ListedText[]> {
	return (await textsOf(db, campaignId)).flatMap((text) => {
		const kind = kindOf(text.path);
		return kind ? [listed(text, kind, first)] : [];
	});
}

function listed(text: TextRow, kind: DocumentKind, first: string): ListedText {
	const { path, standings } = text;
	return {
		path,
		kind,
		title: (standings.get(first) ?? [...standings.values()].find(({ title }) => title))?.title ?? "",
		languages: locales.map((locale) => ({ locale, state: stateOf(standings, locale) })),
	};
}

/** How a document stands in one language; undefined where it is not written in it. */
function stateOf(standings: ReadonlyMap<string, TextStanding>, locale: string): TextState | undefined {
	const standing = standings.get(locale);
	if (!standing) return undefined;
	const { latest, published, schedule } = standing;
	const stale = staleSince(standings, locale)?.locale;
	return { number: latest.number, published: published?.number, schedule, stale };
}

/** The zone on whose clocks a campaign publishes. */
export async function zoneOf(db: Db, campaignId: number): Promise<string> {
	const { zone } = await db
		.selectFrom("campaigns")
		.where("id", "=", campaignId)
		.select("zone")
		.executeTakeFirstOrThrow();
	return zone;
}
