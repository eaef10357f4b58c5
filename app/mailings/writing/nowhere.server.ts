import { findableCampaignPages } from "#app/campaigns/findable.server.ts";
import { findableFunds } from "#app/fund/fund.server.ts";
import { isLocale, locales } from "#app/i18n/translate.ts";
import { findablePetitions } from "#app/petitions/petition.server.ts";
import { findPicket } from "#app/pickets/picket.server.ts";
import { sitePages } from "#app/ui/site-pages.ts";
import type { Db } from "#db/client.ts";

/** Pages that stand beneath those that others may find, and have none of their own in the map of the site. */
const beneath =
	/^(\/petitions\/[^/]+)\/(?:signatories|lines|numbers|organisations|endorse|sheet)$|^(\/campaigns\/[^/]+\/share)\/(?:poster|leaflet)$|^(\/campaigns\/[^/]+\/updates)\.atom$/;
const picket = /^\/pickets\/([a-z0-9-]+)$/;
const always: ReadonlySet<string> = new Set([
	"",
	"/pickets",
	"/pickets/new",
	"/my",
	...sitePages.map((page) => `/${page}`),
]);

/**
 * Of some paths within the site, those at which a reader finds nothing. What has no language is taken as there only
 * where it is the front page.
 */
export async function nowhere(db: Db, paths: readonly string[]): Promise<ReadonlySet<string>> {
	if (paths.length === 0) return new Set();
	const [campaigns, petitions, funds, pickets] = await Promise.all([
		findableCampaignPages(db),
		findablePetitions(db),
		findableFunds(db),
		picketsAmong(db, paths),
	]);
	const pages = new Map(
		[
			...campaigns,
			...petitions.map(({ slug, languages }) => ({ path: `/petitions/${slug}`, languages })),
			...funds.map(({ slug, languages }) => ({ path: `/fund/${slug}`, languages })),
		].map(({ path, languages = locales }) => [path, languages]),
	);
	const isThere = (address: string) => {
		const [, locale = "", path = ""] = /^\/([a-z]{2})(\/.*)?$/.exec(address) ?? [];
		if (!isLocale(locale)) return address === "/";
		const above = beneath.exec(path)?.slice(1).find(Boolean);
		return always.has(path) || pickets.has(path) || (pages.get(above ?? path)?.includes(locale) ?? false);
	};
	return new Set(paths.filter((path) => !isThere(path)));
}

/** Those of them that are shown, past ones too. */
async function picketsAmong(db: Db, paths: readonly string[]): Promise<ReadonlySet<string>> {
	const slugs = new Set(paths.flatMap((path) => picket.exec(path.replace(/^\/[a-z]{2}/, ""))?.[1] ?? []));
	const found = await Promise.all([...slugs].map((slug) => findPicket(db, slug)));
	return new Set(found.flatMap((one) => (one ? [`/pickets/${one.slug}`] : [])));
}
