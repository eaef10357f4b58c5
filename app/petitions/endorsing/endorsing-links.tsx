import { type Locale, translator } from "#app/i18n/translate.ts";
import type { Petition } from "../petition.server.ts";

/** From the petition: to the bodies that endorse it, and to the form of one that would. */
export function EndorsingLinks({ locale, petition }: { locale: Locale; petition: Petition }) {
	const t = translator(locale);
	const { slug, organisations, open } = petition;
	if (organisations === 0 && !open) return null;
	return (
		<ul className="ways">
			{organisations > 0 && (
				<li>
					<a href={`/${locale}/petitions/${slug}/organisations`}>{t("organisations.link", { count: organisations })}</a>
				</li>
			)}
			{open && (
				<li>
					<a href={`/${locale}/petitions/${slug}/endorse`}>{t("organisations.endorse")}</a>
				</li>
			)}
		</ul>
	);
}
