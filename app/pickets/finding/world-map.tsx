import type { Locale } from "#app/i18n/translate.ts";
import { translator } from "#app/i18n/translate.ts";
import { land } from "../data/world.ts";
import type { Dot } from "./list-page.server.ts";
import { listSearch } from "./list-query.ts";

/** The world with a link in each city that has pickets to come. The list says the same in words. */
export function WorldMap({ locale, dots }: { locale: Locale; dots: readonly Dot[] }) {
	const t = translator(locale);
	if (dots.length === 0) return null;
	return (
		<section aria-labelledby="map">
			<h2 id="map">{t("pickets.map")}</h2>
			<p className="note">{t("pickets.map.text")}</p>
			<svg className="world" viewBox="0 0 720 290">
				<title>{t("pickets.map")}</title>
				<path d={land} />
				{dots.map((dot) => (
					<a key={dot.id} href={`/${locale}/pickets${listSearch({ city: dot.id })}`}>
						<title>{t("pickets.map.dot", { city: dot.name, count: dot.count })}</title>
						<circle {...at(dot)} r={4} />
					</a>
				))}
			</svg>
		</section>
	);
}

/** As `npm run world` draws the land: half a degree is a unit, 85° north is at the top. */
function at({ latitude, longitude }: Dot) {
	return { cx: Math.round((longitude + 180) * 2), cy: Math.round((85 - latitude) * 2) };
}
