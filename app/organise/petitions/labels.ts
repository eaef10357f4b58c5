import type { MessageKey, Translate } from "#app/i18n/translate.ts";

/** Words of the alarms (app/petitions/abuse/alarm.ts), by kind. */
export const alarmWords: Readonly<Record<string, MessageKey>> = {
	pace: "organise.alarm.pace",
	share: "organise.alarm.share",
	held: "organise.alarm.held",
};

/** What a held domain is called: its place in the list, as its name is not known. */
export function numberOf(t: Translate, index: number): string {
	return t("organise.held.number", { number: index + 1 });
}

/** Words of the dimensions of a preview (app/petitions/abuse/matching.server.ts). */
export const dimensionWords: Readonly<Record<string, MessageKey>> = {
	state: "organise.invalidate.state",
	day: "organise.invalidate.day",
	country: "organise.invalidate.country",
	language: "organise.invalidate.locale",
	source: "organise.invalidate.source",
	visibility: "organise.invalidate.visibility",
};
