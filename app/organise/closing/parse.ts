import { isLocale, type Locale } from "#app/i18n/translate.ts";
import { type Fields, text, ticked } from "#app/web/form.ts";
import { isId, serialOf } from "#app/web/is-id.ts";
import { isMailAddress } from "#app/web/mail-address.ts";
import type { DigestVerb } from "./act.server.ts";

/** `YYYY-MM-DD`, of a day that there is. */
export function isDay(value: string): boolean {
	const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
	return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

/** What is asked for about digests; `wrong` for a form that is not filled in; undefined for another form. */
export function parseDigestVerb(fields: Fields, origin: string): DigestVerb | "wrong" | undefined {
	const intent = text(fields, "intent");
	if (intent === "start" || intent === "stop") return { verb: intent };
	if (intent === "day") {
		const day = text(fields, "digest_day");
		return isDay(day) ? { verb: "day", day } : "wrong";
	}
	if (intent === "add") {
		const [body, email, locale] = [text(fields, "body"), text(fields, "email"), text(fields, "language")];
		if (body === "" || body.length > 200 || !isMailAddress(email) || !isLocale(locale)) return "wrong";
		return { verb: "add", body, email, locale, place: serialOf(text(fields, "place")) ?? null };
	}
	const [remove, again] = [text(fields, "remove"), text(fields, "again")];
	if (isId(again)) return { verb: "again", id: again, origin };
	return isId(remove) ? { verb: "remove", id: remove } : undefined;
}

/** What is said of a hand-in. */
export interface PostedHandover {
	handedOn: string;
	places: number[];
	words: { locale: Locale; words: string }[];
	withoutList: boolean;
	sure: boolean;
}

/** Reads the form that marks a petition as handed in. @param languages in which words can be given */
export function parseHandover(fields: Fields, languages: readonly Locale[]): PostedHandover {
	const places = [...fields.keys()].flatMap((name) => {
		const [, place] = /^place-([1-9]\d?)$/.exec(name) ?? [];
		return place && ticked(fields, name) ? [Number(place)] : [];
	});
	const words = languages.map((locale) => ({ locale, words: text(fields, `words-${locale}`).slice(0, 2_000) }));
	return {
		handedOn: text(fields, "day"),
		places,
		words: words.filter((one) => one.words !== ""),
		withoutList: ticked(fields, "without"),
		sure: ticked(fields, "sure"),
	};
}
