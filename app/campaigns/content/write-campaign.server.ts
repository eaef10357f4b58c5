import { locales } from "#app/i18n/translate.ts";
import { canonicalFile, canonicalYaml } from "./canonical.server.ts";
import type { CampaignContent } from "./read-campaign.server.ts";
import {
	campaignMatter,
	memorialMatter,
	petitionMatter,
	picketWords,
	shareMatter,
	timelineMatter,
	updateMatter,
} from "./schemas.ts";

const matters: Record<string, { parse(matter: object): object }> = {
	campaign: campaignMatter,
	memorial: memorialMatter,
	share: shareMatter,
	timeline: timelineMatter,
	updates: updateMatter,
};

/**
 * A campaign as the files of its folder, each in its one canonical form: reading them gives the same campaign, and
 * writing that the same bytes.
 * @returns text by path within the folder, in the order of the paths
 */
export function writeCampaign(content: CampaignContent): Map<string, string> {
	const { slug, zone, day, petition, languages, missing, sources } = content;
	const all = languages.length === locales.length;
	const facts = {
		slug,
		zone,
		day,
		...(petition && { petition }),
		...(!all && { languages }),
		...(missing.length > 0 && { missing: [...missing].sort() }),
	};
	const files = new Map([
		["campaign.yaml", canonicalYaml(facts)],
		["sources.yaml", canonicalYaml(sources.map(inOrder))],
	]);
	for (const { path, locale, matter, body } of content.documents)
		files.set(`${locale}/${path}.md`, canonicalFile(matters[path.split("/")[0] ?? ""]?.parse(matter) ?? matter, body));
	for (const [locale, edition] of Object.entries(content.editions)) {
		if (edition.pickets) files.set(`${locale}/pickets.yaml`, canonicalYaml(unsaid(picketWords.parse(edition.pickets))));
		if (!edition.petition) continue;
		const { body, ...matter } = edition.petition;
		files.set(`${locale}/petition.md`, canonicalFile(unsaid(petitionMatter.parse(matter)), body));
	}
	return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function inOrder({ id, cite, date, url, language }: CampaignContent["sources"][number]) {
	return { id, cite, date, ...(url && { url }), language };
}

/** What is not said yet has no line. */
function unsaid(matter: object): object {
	return Object.fromEntries(Object.entries(matter).filter(([, value]) => value !== ""));
}
