import { countryName, formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import type { Called } from "#app/ui/meta.ts";
import type { PublicPicket } from "../picket.server.ts";
import { dayOf, whenText } from "../when.ts";

/** A picket as its pages are called; the neutral title has what, when and which town, and nothing of a cause. */
export function called(picket: PublicPicket, cityName: string, locale: Locale): Called {
	const t = translator(locale);
	const kind = t(`picket.kind.${picket.kind}`);
	const neutralTitle = t("picket.page.neutral", {
		kind,
		day: formatDay(dayOf(picket.startsLocal), locale),
		city: cityName,
	});
	const summary = t("picket.page.summary", {
		kind,
		when: whenText(picket, cityName, locale),
		country: countryName(picket.country, locale),
	});
	return { title: picket.title, neutralTitle, summary };
}
