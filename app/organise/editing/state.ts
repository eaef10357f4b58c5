import type { Locale, Translate } from "#app/i18n/translate.ts";
import { momentIn } from "./address.ts";
import { languageName } from "./labels.ts";

/** How a text stands, flat, for a page. */
export interface TextState {
	number: number;
	published?: number;
	schedule?: { dueAt: Date | string; problem: string | null };
	/** The language of its source, when that has changed since. */
	stale?: string;
}

/** How a text stands, in words; several, where several things are to be known. */
export function stateWords(t: Translate, locale: Locale, zone: string, state: TextState | undefined): string[] {
	if (!state) return [t("organise.texts.state.missing")];
	const { number, published, schedule, stale } = state;
	const shown = published === undefined ? "draft" : published === number ? "published" : "changed";
	const words = [t(`organise.texts.state.${shown}`)];
	if (schedule) {
		const moment = momentIn(t, locale, zone, new Date(schedule.dueAt));
		words.push(t(schedule.problem ? "organise.texts.state.stuck" : "organise.texts.state.scheduled", { moment }));
	}
	if (stale) words.push(t("organise.texts.state.stale", { language: languageName(stale) }));
	return words;
}
