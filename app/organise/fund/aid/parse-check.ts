import type { Check, CheckKind } from "#app/fund/paying/desk.server.ts";
import { readDay } from "#app/web/day.ts";
import { type Fields, text, ticked, unreadable } from "#app/web/form.ts";
import type { Wrong } from "./parse-person.ts";

/** What may be chosen in the forms of checks: as app/fund/paying/checks.ts has it. */
export interface CheckChoices {
	kinds: readonly CheckKind[];
	results: Readonly<Record<CheckKind, readonly Check["result"][]>>;
	hows: readonly NonNullable<Check["how"]>[];
	ways: readonly NonNullable<Check["way"]>[];
	languages: readonly Check["languages"][number][];
	lists: readonly Check["lists"][number][];
	/** Characters of the note. */
	longest: number;
}

/**
 * Reads a check as it was typed.
 * @param today ISO 8601; no check is made on a later day
 * @returns undefined for a kind that there is not
 */
export function parseCheck(
	fields: Fields,
	choices: CheckChoices,
	today: string,
): { check: Check; errors: Wrong } | undefined {
	const kind = choices.kinds.find((one) => one === text(fields, "kind"));
	if (!kind) return undefined;
	const errors: Wrong = {};
	const pick = <Choice extends string>(name: string, among: readonly Choice[]): Choice | null => {
		const found = among.find((one) => one === text(fields, name));
		if (!found) errors[name] = "organise.aid.error.choose";
		return found ?? null;
	};
	const some = <Choice extends string>(name: string, among: readonly Choice[]): Choice[] => {
		const found = among.filter((one) => ticked(fields, `${name}-${one}`));
		if (found.length === 0) errors[name] = "organise.aid.error.choose";
		return found;
	};
	const day = (name: string, until: string): string => {
		const typed = text(fields, name);
		if (!isDay(typed) || typed > until) errors[name] = "organise.aid.error.day";
		return typed;
	};
	const madeOn = day("made_on", today);
	const [first] = choices.results[kind];
	const result = pick("result", choices.results[kind]) ?? first ?? "agreed";
	const agreement = kind === "agreement";
	const check: Check = {
		kind,
		madeOn,
		result,
		how: agreement ? pick("how", choices.hows) : null,
		way: agreement ? pick("way", choices.ways) : null,
		languages: kind === "lists" ? [] : some("languages", choices.languages),
		lists: kind === "lists" ? some("lists", choices.lists) : [],
		lawyerOn: kind === "foreign-money" ? day("lawyer_on", errors.made_on ? today : madeOn) : null,
		note: text(fields, "note"),
	};
	if (kind === "foreign-money" && !errors.languages && !check.languages.some((one) => one !== "en"))
		errors.languages = "organise.aid.error.languages";
	if (check.note.length > choices.longest) errors.note = "organise.aid.error.long";
	else if (unreadable(check.note)) errors.note = "sign.text.unreadable";
	// Who looked the lists up, and which lawyer was asked, is for a stranger to read later.
	else if (check.note === "" && !agreement) errors.note = "organise.aid.error.note";
	return { check, errors };
}

/** Whether a text is a day of the calendar, ISO 8601. */
export function isDay(typed: string): boolean {
	return readDay(typed) !== null;
}
