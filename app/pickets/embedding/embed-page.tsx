import { countryName, formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { Away, EmbedDocument } from "#app/ui/embed-document.tsx";
import type { ShownLine } from "../finding/list-page.server.ts";
import { directionOf } from "../languages.ts";
import { dayOf, hoursText } from "../when.ts";

interface EmbedPageProps {
	locale: Locale;
	/** Where only one country's were asked for. */
	country: string | undefined;
	pickets: readonly ShownLine[];
	/** Of this site: scheme, host and port. */
	origin: string;
	demonstration: boolean;
}

/** The next pickets within another site's page: when, where, and the way to each. */
export function EmbedPage({ locale, country, pickets, origin, demonstration }: EmbedPageProps) {
	const t = translator(locale);
	const list = `${origin}/${locale}/pickets${country ? `?country=${country}` : ""}`;
	return (
		<EmbedDocument locale={locale} title={t("embed.pickets")} demonstration={demonstration}>
			<h1>{t("embed.pickets")}</h1>
			{pickets.length === 0 && <p>{t("embed.pickets.none")}</p>}
			<ul>
				{pickets.map((picket) => (
					<li key={picket.slug}>
						<Away locale={locale} href={`${origin}/${locale}/pickets/${picket.slug}`}>
							<span lang={picket.language} dir={directionOf(picket.language)}>
								{picket.title}
							</span>
						</Away>
						{picket.sample && ` (${t("pickets.sample")})`}
						<br />
						{`${formatDay(dayOf(picket.startsLocal), locale)}, ${hoursText(picket)}`}
						<br />
						{`${picket.cityName}, ${countryName(picket.country, locale)}`}
					</li>
				))}
			</ul>
			<Away locale={locale} href={list} className="button">
				{t("embed.pickets.all")}
			</Away>
		</EmbedDocument>
	);
}
