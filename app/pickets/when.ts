import { formatDay } from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/translate.ts";

/** When a picket is by its own clocks: local times `YYYY-MM-DDTHH:MM`, and the instant that says which hour is meant. */
export interface When {
	startsLocal: string;
	endsLocal: string;
	startsAt: Date;
}

/** The day of a local time, `YYYY-MM-DD`. */
export const dayOf = (local: string) => local.slice(0, 10);
/** Its clock, `HH:MM`. */
export const clockOf = (local: string) => local.slice(11, 16);

/**
 * When, in a sentence: `16 December 2026, 12:00–14:00, London (GMT+0)`.
 * @param city as the reader knows it
 */
export function whenText(when: When, city: string, locale: Locale): string {
	const { startsLocal, endsLocal } = when;
	const sameDay = dayOf(startsLocal) === dayOf(endsLocal);
	const start = `${formatDay(dayOf(startsLocal), locale)}, ${clockOf(startsLocal)}`;
	const end = sameDay ? `–${clockOf(endsLocal)}` : ` – ${formatDay(dayOf(endsLocal), locale)}, ${clockOf(endsLocal)}`;
	return `${start}${end}, ${city} (${offsetName(when)})`;
}

/** The clock alone, where the day stands above: `12:00–14:00 (GMT+0)`. */
export function hoursText(when: When): string {
	const { startsLocal, endsLocal } = when;
	const later = dayOf(startsLocal) === dayOf(endsLocal) ? "" : "…";
	return `${clockOf(startsLocal)}–${later}${clockOf(endsLocal)} (${offsetName(when)})`;
}

/** A local time with its offset (RFC 3339): `2026-12-16T12:00:00+00:00`. @param at the same as an instant */
export function withOffset(local: string, at: Date): string {
	const minutes = offsetOf(local, at);
	const two = (part: number) => String(Math.trunc(part)).padStart(2, "0");
	const size = Math.abs(minutes);
	return `${local}:00${minutes < 0 ? "-" : "+"}${two(size / 60)}:${two(size % 60)}`;
}

/** `GMT+5`, `GMT+5:30`, `GMT-3`. */
function offsetName({ startsLocal, startsAt }: When): string {
	const minutes = offsetOf(startsLocal, startsAt);
	const size = Math.abs(minutes);
	const rest = size % 60 ? `:${String(size % 60).padStart(2, "0")}` : "";
	return `GMT${minutes < 0 ? "−" : "+"}${Math.trunc(size / 60)}${rest}`;
}

/** Minutes by which clocks that show a local time are ahead of UTC. */
function offsetOf(local: string, at: Date): number {
	return Math.round((Date.parse(`${local}:00Z`) - at.getTime()) / 60_000);
}
