import type { Logger } from "#app/log.ts";
import { type Calendar, calendarText } from "./ics.ts";

/** A calendar as an answer (RFC 5545 §8.1); what cannot be written is left out and logged by its number. */
export function calendarAnswer(calendar: Calendar, log: Logger, file: string): Response {
	const body = calendarText(calendar, ({ uid }) => log.warn("picket left out of a calendar", { uid }));
	return new Response(body, {
		headers: {
			"Content-Type": "text/calendar; charset=utf-8",
			"Content-Disposition": `inline; filename="${file}"`,
		},
	});
}
