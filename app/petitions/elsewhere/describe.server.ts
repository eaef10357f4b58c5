import { fallbackLocale, type Locale, translator } from "#app/i18n/translate.ts";
import { embeddableAt } from "#app/ui/embeddable.ts";
import { titleOf } from "#app/ui/meta.ts";
import type { Db } from "#db/client.ts";
import { findPetition } from "../petition.server.ts";

/**
 * Which page of ours an address can be shown as elsewhere, and what that is called.
 * @param origin of this site
 * @returns undefined for an address that is no such page of this site
 */
export async function describeEmbeddable(db: Db, origin: string, address: string) {
	const page = URL.canParse(address) ? new URL(address) : undefined;
	const found = page?.origin === origin ? embeddableAt(page.pathname) : undefined;
	if (!found) return undefined;
	const asked: Locale = found.locale ?? fallbackLocale;
	if ("pickets" in found)
		return { origin, path: "/embed/pickets", locale: asked, title: translator(asked)("embed.pickets") } as const;
	const petition = await findPetition(db, found.petition, asked);
	if (!petition) return undefined;
	const { slug, spoken } = petition;
	return { origin, path: `/embed/petitions/${slug}`, locale: spoken, title: titleOf(spoken, petition) } as const;
}
