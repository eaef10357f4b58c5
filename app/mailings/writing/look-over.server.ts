import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import type { MailingRendition } from "../sending/mailing.server.ts";
import { checkMailing, type Edition, type Finding } from "./checks.ts";
import { drawUpdate, namesIn, type OfCampaign } from "./draw.server.ts";
import { linksIn, pathsWithin } from "./links.ts";
import type { DeskMailing } from "./mailing-row.server.ts";
import { nowhere } from "./nowhere.server.ts";

export type { Finding };

/** How an update stands in one language, as its editor knows. */
export interface UpdateStanding {
	locale: string;
	published: boolean;
	/** The original has been changed since. */
	stale: boolean;
	/** Something newer than what readers see has been saved. */
	newer: boolean;
}

/** Looks a mailing over as it is now, with everything that it leads to. */
export async function lookOver(
	db: Db,
	campaign: OfCampaign,
	mailing: DeskMailing,
	{ origin, standings }: { origin: string; standings: readonly UpdateStanding[] },
): Promise<Finding[]> {
	const { renditions, update, audience, past } = mailing;
	const links = renditions.flatMap(({ html }) => linksIn(html));
	// Its own page need not be in the map of the site yet, which goes by one language.
	const own = standings.filter(({ published }) => published).map(({ locale }) => pageOf(campaign, locale, update));
	const paths = pathsWithin(origin, links).filter((path) => !own.includes(path));
	const [names, now, missing, state] = await Promise.all([
		namesIn(db, campaign.id),
		update ? drawUpdate(db, campaign, update.number, origin) : null,
		nowhere(db, paths),
		stateOf(db, campaign.id, update?.path),
	]);
	const editions = names.map((name): Edition => {
		const standing = standings.find(({ locale }) => locale === name.locale);
		const [mail, page] = [of(renditions, name.locale), of(now ?? [], name.locale)];
		return {
			...name,
			update: now && {
				state: standing ? (standing.published ? "published" : "unpublished") : "missing",
				stale: standing?.stale ?? false,
				newer: standing?.newer ?? false,
				changed: standing?.published === true && JSON.stringify(mail) !== JSON.stringify(page),
			},
		};
	});
	return checkMailing({ origin, editions, locales: audience.locales, renditions, nowhere: missing, past, ...state });
}

function pageOf({ slug }: OfCampaign, locale: string, update: DeskMailing["update"]): string {
	return `/${locale}/campaigns/${slug}/updates/${update?.number}`;
}

/** In one order of its parts. */
function of(renditions: readonly MailingRendition[], locale: Locale): string[] | undefined {
	const found = renditions.find((one) => one.locale === locale);
	return found && [found.subject, found.preheader, found.html, found.text];
}

async function stateOf(db: Db, campaignId: number, path = ""): Promise<{ published: boolean; hidden: boolean }> {
	const [campaign, hidden] = await Promise.all([
		db.selectFrom("campaigns").where("id", "=", campaignId).select("opened_at").executeTakeFirst(),
		isHidden(db, campaignId, path),
	]);
	return { published: campaign?.opened_at != null, hidden };
}

/** Whether a moderator has taken a document from its page. */
export async function isHidden(db: Db, campaignId: number, path: string): Promise<boolean> {
	const row = await db
		.selectFrom("hidden_documents")
		.where("campaign_id", "=", campaignId)
		.where("path", "=", path)
		.select("path")
		.executeTakeFirst();
	return row !== undefined;
}
