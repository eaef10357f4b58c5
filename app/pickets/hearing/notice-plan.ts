import { changesBetween, isImportant, type PicketChange, type PicketFacts } from "../facts.ts";
import type { PicketState } from "../transition.ts";
import { instantsOf } from "../wall-time.ts";

/** A picket as somebody was told it, or as it is now. */
export interface Told {
	state: PicketState;
	facts: PicketFacts;
}

/** What a person has to hear, if anything. */
export type Notice = { kind: "changed"; changes: readonly PicketChange[] } | { kind: "cancelled"; how: Off };
export type Off = "called-off" | "taken-down";

/**
 * What someone who was told one thing has to hear now: the one before them and the one that is, whatever lay between.
 * Pure and total; a change that was taken back is none, and a word in the description never is one.
 * @param knowsWhere they are entitled to the meeting point: to all others it has not changed
 */
export function noticeOf(told: Told, now: Told, knowsWhere: boolean): Notice | null {
	const how = offOf(now.state);
	if (how) return offOf(told.state) ? null : { kind: "cancelled", how };
	const changes = changesBetween(told.facts, now.facts).filter((change) =>
		concerns(change, told.facts, now.facts, knowsWhere),
	);
	return changes.length > 0 ? { kind: "changed", changes } : null;
}

function concerns(change: PicketChange, before: PicketFacts, now: PicketFacts, knowsWhere: boolean): boolean {
	switch (change.field) {
		case "meeting_point":
			return knowsWhere;
		case "place":
			// An embassy is as good as a meeting point; the city is everybody's.
			return knowsWhere || change.old.city !== change.new.city || change.old.country !== change.new.country;
		case "zone":
			// Berlin's clocks and Paris's are the same: nobody comes at another time.
			return JSON.stringify(instantsOf(before)) !== JSON.stringify(instantsOf(now));
		default:
			return isImportant(change.field);
	}
}

function offOf(state: PicketState): Off | null {
	if (state === "cancelled") return "called-off";
	return state === "rejected" ? "taken-down" : null;
}

/** Minutes without another edit before people are told, and after which they are told whatever is still edited. */
const quietMinutes = 10;
const longestMinutes = 30;
/** So close to the start, old or new, everything is told at once. */
const urgentHours = 3;

/** What the moment of telling depends on; all by the database's clock. */
export interface Edits {
	now: Date;
	/** Of the edits of which nobody was told yet. */
	first: Date;
	/** The earliest start that anybody believes in: the one they were told, or the one that now holds. */
	start: Date;
	state: PicketState;
}

/** When people are told: several edits that follow each other make one mail, what cannot wait does not. */
export function dueAt({ now, first, start, state }: Edits): Date {
	if (offOf(state) || start.getTime() - now.getTime() < urgentHours * 3_600_000) return now;
	return new Date(Math.min(now.getTime() + quietMinutes * 60_000, first.getTime() + longestMinutes * 60_000));
}

/** Minutes before the start at which people are reminded, the earlier first. */
export const reminderOffsets = [24 * 60, 2 * 60] as const;

/**
 * Whether a reminder's time is there, still to come or over: it is over when the next one's has come, or the picket has
 * begun. A worker that was away for a while sends the one that still helps.
 */
export function reminderIs(now: Date, start: Date, minutesBefore: number): "to come" | "due" | "over" {
	const left = (start.getTime() - now.getTime()) / 60_000;
	const next = reminderOffsets.find((offset) => offset < minutesBefore) ?? 0;
	if (left > minutesBefore) return "to come";
	return left > next ? "due" : "over";
}
