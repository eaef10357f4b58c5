import type { MessageKey } from "#app/i18n/translate.ts";

/** How many came, each as the least of its band: a number that nobody can count against anybody. */
export const peopleBands = [1, 10, 25, 50, 100, 250, 500, 1_000] as const;
export type PeopleBand = (typeof peopleBands)[number];

/** A band as it was chosen in a form; undefined for anything else. */
export function bandOf(typed: string): PeopleBand | undefined {
	return peopleBands.find((band) => String(band) === typed);
}

/** How a band is said: fewer than ten, from one number to another, or at least the last. */
export function peopleWords(band: PeopleBand): { key: MessageKey; values: { from: number; to: number } } {
	const next = peopleBands[peopleBands.indexOf(band) + 1];
	const key = !next
		? "picket.report.people.most"
		: band === 1
			? "picket.report.people.few"
			: "picket.report.people.band";
	return { key, values: { from: band, to: (next ?? band) - 1 } };
}
