import { Temporal } from "temporal-polyfill";
import { instantOf } from "#app/web/wall-time.ts";

/** What a form says of when to publish; whatever was typed. */
export interface When {
	/** `YYYY-MM-DDTHH:MM`, on the campaign's clocks. */
	at: string;
	/** Which of two, where the clocks show it twice; empty where nobody has said. */
	overlap: string;
}

/** A moment, or why a form's is none; `overlap` asks which of the two is meant. */
export type DueTime = { dueAt: Date } | { wrong: "wrong" | "gap" } | { wrong: "overlap"; both: readonly [Date, Date] };

/** Reads the time of a publication in a campaign's zone. */
export function dueTime({ at, overlap }: When, zone: string): DueTime {
	if (!isLocalTime(at)) return { wrong: "wrong" };
	const found = instantOf(at, zone, overlap === "earlier" || overlap === "later" ? overlap : null);
	if ("gap" in found) return { wrong: "gap" };
	if ("overlap" in found) return { wrong: "overlap", both: found.overlap };
	return { dueAt: found.instant };
}

/** Browsers without a field for it leave a space where the others write a T. */
export function readWhen(posted: URLSearchParams): When {
	return { at: (posted.get("at") ?? "").trim().replace(" ", "T"), overlap: posted.get("overlap") ?? "" };
}

function isLocalTime(at: string): boolean {
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(at)) return false;
	const moment = new Date(`${at}:00Z`);
	return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(at);
}

/** The date in a zone at an instant, `YYYY-MM-DD`. */
export function todayIn(zone: string, now: Date): string {
	return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();
}
