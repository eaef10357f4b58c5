import { countryName } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import type { PublicPicket } from "../picket.server.ts";
import { whenText } from "../when.ts";
import type { CalendarEvent } from "./ics.ts";

/** For whom a picket is written into a calendar, and where the site is. */
export interface CalendarSite {
	/** Of our own words. */
	locale: Locale;
	/** Scheme and host that links lead to. */
	origin: string;
	/** Of BASE_URL, the same on the onion: what a UID ends with. */
	host: string;
	/** A city as readers of that language call it. */
	cityName(english: string, country: string): string;
}

/** A picket as calendars have it. Where exactly it is stands in it only where `picket` has it. */
export function calendarEvent(picket: PublicPicket, { locale, origin, host, cityName }: CalendarSite): CalendarEvent {
	const t = translator(locale);
	const { id, slug, sequence, updatedAt, startsAt, endsAt, cancelled, sample, language } = picket;
	const city = cityName(picket.city, picket.country);
	const url = `${origin}/${locale}/pickets/${slug}`;
	const marks = [cancelled && t("pickets.cancelled"), sample && t("pickets.sample")].filter(Boolean);
	const { latitude, longitude } = picket;
	return {
		uid: `${id}@${host}`,
		sequence,
		updatedAt,
		startsAt,
		endsAt,
		cancelled,
		language,
		summary: [...marks, picket.title].join(": "),
		description: [
			...(cancelled ? [t("picket.page.cancelled")] : []),
			...(sample ? [t("picket.page.sample")] : []),
			t("picket.calendar.time", { when: whenText(picket, city, locale) }),
			t("picket.calendar.host", { organisation: picket.organisation }),
			picket.description,
			t("picket.calendar.more", { link: url }),
		]
			.filter(Boolean)
			.join("\n\n"),
		location: locationText(picket, city, locale),
		geo: latitude !== null && longitude !== null && picket.kind !== "online" ? { latitude, longitude } : null,
		categories: [t(`picket.kind.${picket.kind}`), ...(sample ? [t("pickets.sample")] : [])],
		url,
	};
}

/** Where, as exactly as everybody may know: the place and the meeting point before town and country. */
export function locationText(picket: PublicPicket, city: string, locale: Locale): string {
	const t = translator(locale);
	const { kind, place, meetingPoint, onlineUrl, addressLevel, country } = picket;
	if (kind === "online")
		return (
			onlineUrl ??
			`${t("picket.calendar.online")}. ${t(`picket.page.where.${addressLevel === "approved" ? "approved" : "joined"}`)}`
		);
	const exact = addressLevel === "public" ? [place?.[locale] ?? place?.en, meetingPoint] : [];
	const where = [...exact, city, countryName(country, locale)].filter(Boolean).join(", ");
	return addressLevel === "public" ? where : `${where}. ${t(`picket.page.where.${addressLevel}`)}`;
}
