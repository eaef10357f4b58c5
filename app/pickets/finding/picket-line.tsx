import { countryName } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { hoursText, withOffset } from "../when.ts";
import type { ShownLine } from "./list-page.server.ts";

/** A picket on a list: its clock, what it is called in its host's language, where, and by whom. */
export function PicketLineItem({ locale, line }: { locale: Locale; line: ShownLine }) {
	const t = translator(locale);
	const { slug, kind, title, language, organisation, cityName, country, km, cancelled, sample, startsLocal } = line;
	const name = (
		<a href={`/${locale}/pickets/${slug}`} lang={language}>
			{title}
		</a>
	);
	return (
		<li>
			<p className="picket-name">
				{cancelled ? (
					<>
						<strong>{t("pickets.cancelled")}</strong> <s>{name}</s>
					</>
				) : (
					name
				)}
				{sample && (
					<>
						{" "}
						<span className="sample">{t("pickets.sample")}</span>
					</>
				)}
			</p>
			<p className="picket-facts">
				<time dateTime={withOffset(startsLocal, line.startsAt)}>{hoursText(line)}</time>
				{` · ${cityName}, ${countryName(country, locale)}`}
				{km !== null && ` · ${t("pickets.km", { km })}`}
				{` · ${t(`picket.kind.${kind}`)} · `}
				<span lang={language}>{organisation}</span>
			</p>
		</li>
	);
}
