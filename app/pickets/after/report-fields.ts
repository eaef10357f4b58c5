import type { MessageKey } from "#app/i18n/translate.ts";
import { type Fields, text, ticked, unreadable } from "#app/web/form.ts";
import { bandOf, type PeopleBand } from "./people.ts";

/** Photos of one picket at most. */
export const MOST_PHOTOS = 10;

/** What was typed of a report, to be shown again. */
export interface ReportValues {
	people: string;
	words: string;
}
export type ReportErrors = Partial<Record<keyof ReportValues, MessageKey>>;

/** Reads the form of a report: words may be none. */
export function parseReport(
	fields: Fields,
): { people: PeopleBand; words: string } | { values: ReportValues; errors: ReportErrors } {
	const values = { people: text(fields, "people"), words: text(fields, "words") };
	const people = bandOf(values.people);
	const wrong = isUnreadable(values.words);
	const errors: ReportErrors = {
		...(!people && { people: "picket.report.people.missing" }),
		...(wrong && { words: "sign.text.unreadable" }),
		...(!wrong && [...values.words].length > 2_000 && { words: "picket.report.words.long" }),
	};
	return people && Object.keys(errors).length === 0 ? { people, words: values.words } : { values, errors };
}

/** What was typed beside a photo, to be shown again; the file itself a browser asks for anew. */
export interface PhotoValues {
	alternative: string;
	agreed: boolean;
}
export type PhotoErrors = Partial<Record<"photo" | keyof PhotoValues, MessageKey>>;

/** Reads what stands beside a photo's file. */
export function parsePhotoWords(fields: Fields): { values: PhotoValues; errors: PhotoErrors } {
	const values = { alternative: text(fields, "alternative"), agreed: ticked(fields, "agreed") };
	const { alternative } = values;
	const errors: PhotoErrors = {
		...(alternative === "" && { alternative: "picket.photo.alternative.missing" }),
		...(isUnreadable(alternative) && { alternative: "sign.text.unreadable" }),
		...([...alternative].length > 500 && { alternative: "picket.photo.alternative.long" }),
		...(!values.agreed && { agreed: "picket.photo.agreed.missing" }),
	};
	return { values, errors };
}

function isUnreadable(typed: string): boolean {
	return unreadable(typed) || /[^\P{Cc}\n]/u.test(typed);
}
