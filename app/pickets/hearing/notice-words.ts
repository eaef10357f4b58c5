import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import type { ChangedPlace, PicketChange, PicketFacts } from "../facts.ts";
import { instantsOf } from "../wall-time.ts";
import { dayOf, whenText } from "../when.ts";

/** What names places for the readers of a language; `exact` for who may know more than the city. */
export interface NamePlace {
	city(place: ChangedPlace): string;
	exact(place: ChangedPlace): string;
}

/** A picket in words, as pages and mails tell those who come. */
export interface ToldWords {
	title: string;
	/** By the picket's own clocks. */
	when: string;
	/** Place and city; the city alone for who may not know more. */
	where: string;
	/** Null for who is not entitled to it, and where there is none. */
	point: string | null;
	/** The day alone. */
	day: string;
}

/** Words a picket for one language and one kind of reader. */
export function toldWords(facts: PicketFacts, locale: Locale, namePlace: NamePlace, knowsWhere: boolean): ToldWords {
	const point = [facts.meetingPoint, facts.onlineUrl].filter(Boolean).join("\n");
	return {
		title: facts.title,
		when: whenOf(facts, namePlace, locale),
		where: knowsWhere ? namePlace.exact(facts) : namePlace.city(facts),
		point: knowsWhere && point !== "" ? point : null,
		day: formatDay(dayOf(facts.startsLocal), locale),
	};
}

/** A picket in lines of a mail. */
export function factLines(told: ToldWords, locale: Locale): string {
	const t = translator(locale);
	return [
		t("picket.told.title", { title: told.title }),
		t("picket.told.when", { when: told.when }),
		t("picket.told.where", { where: told.where }),
		...(told.point === null ? [] : [t("picket.told.point", { point: told.point })]),
	].join("\n");
}

interface Change {
	/** What people were told, and what is now: of both what they may know. */
	before: ToldWords;
	now: ToldWords;
	changes: readonly PicketChange[];
}

/** What has changed, in lines of a mail: what is now, and in brackets what was. The times are one thing: when. */
export function changeLines({ before, now, changes }: Change, locale: Locale): string {
	const t = translator(locale);
	const changed = new Set(changes.map(({ field }) => field));
	const none = t("picket.told.none");
	const lines: string[] = [];
	const say = (line: string, old: string) => void lines.push(t("picket.told.change", { line, old }));
	if (changed.has("title")) say(t("picket.told.title", { title: now.title }), before.title);
	if (changed.has("starts") || changed.has("ends") || changed.has("zone"))
		say(t("picket.told.when", { when: now.when }), before.when);
	if (changed.has("place")) say(t("picket.told.where", { where: now.where }), before.where);
	if (changed.has("meeting_point")) say(t("picket.told.point", { point: now.point ?? none }), before.point ?? none);
	return lines.join("\n\n");
}

function whenOf(facts: PicketFacts, namePlace: NamePlace, locale: Locale): string {
	const at = instantsOf(facts);
	// The clocks showed it once when it was written; where the world's laws have changed since, day and hour stand.
	const startsAt = "startsAt" in at ? at.startsAt : new Date(`${facts.startsLocal}:00Z`);
	return whenText({ ...facts, startsAt }, namePlace.city(facts), locale);
}
