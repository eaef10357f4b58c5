import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PicketFacts } from "#app/pickets/facts.ts";
import { dueAt, noticeOf, reminderIs, reminderOffsets, type Told } from "#app/pickets/hearing/notice-plan.ts";
import { plainFacts } from "#tests/support/pickets.ts";

const told = (facts: Partial<PicketFacts> = {}, state: Told["state"] = "listed"): Told => ({
	state,
	facts: { ...plainFacts, ...facts },
});
const fieldsOf = (before: Told, now: Told, knowsWhere = true) => {
	const notice = noticeOf(before, now, knowsWhere);
	return notice?.kind === "changed" ? notice.changes.map(({ field }) => field) : notice;
};

describe("what somebody has to hear", () => {
	test.each<[string, Partial<PicketFacts>, string[]]>([
		["the title", { title: "Another" }, ["title"]],
		["the time", { startsLocal: "2026-12-16T13:00" }, ["starts"]],
		["the end", { endsLocal: "2026-12-16T15:00" }, ["ends"]],
		["a zone with other clocks", { zone: "Europe/Rome" }, ["zone"]],
		["the place", { placeId: "embassy-london" }, ["place"]],
		["the meeting point", { meetingPoint: "At the back" }, ["meeting_point"]],
	])("%s", (_, change, fields) => {
		expect(fieldsOf(told(), told(change))).toEqual(fields);
	});

	test.each<[string, Partial<PicketFacts>]>([
		["a typing error", { description: "We stand at the embassy for two hours!" }],
		["who can come in a wheelchair", { access: {} }],
		["another zone whose clocks are the same", { zone: "Europe/Guernsey" }],
	])("nothing of %s", (_, change) => {
		expect(noticeOf(told(), told(change), true)).toBeNull();
	});

	test("what was changed and changed back is no news; what lay between is none either", () => {
		expect(noticeOf(told(), told(), true)).toBeNull();
		const first = told({ startsLocal: "2026-12-16T10:00" });
		expect(noticeOf(first, told(), true)).toMatchObject({
			changes: [{ field: "starts", old: "2026-12-16T10:00", new: "2026-12-16T12:00" }],
		});
	});

	test("who may not know the meeting point hears of no change of it, nor of the embassy; a new city is told to all", () => {
		const moved = told({ meetingPoint: "At the back", placeId: "embassy-london", addressLevel: "approved" });
		expect(noticeOf(told({ addressLevel: "approved" }), moved, false)).toBeNull();
		expect(fieldsOf(told(), told({ city: "Leeds", meetingPoint: "Elsewhere" }), false)).toEqual(["place"]);
	});

	test("that it was called off, or taken down, once", () => {
		expect(noticeOf(told(), told({}, "cancelled"), false)).toEqual({ kind: "cancelled", how: "called-off" });
		expect(noticeOf(told(), told({}, "rejected"), true)).toEqual({ kind: "cancelled", how: "taken-down" });
		expect(noticeOf(told({}, "cancelled"), told({}, "cancelled"), true)).toBeNull();
	});
});

describe("when", () => {
	const minute = 60_000;
	const at = (minutes: number) => new Date(Date.UTC(2026, 11, 1) + minutes * minute);
	const start = at(14 * 24 * 60);

	test("ten minutes after the last edit, thirty after the first at the latest", () => {
		const first = at(0);
		const due = [0, 4, 9, 19, 28].map((edit) => dueAt({ now: at(edit), first, start, state: "listed" }).getTime());
		expect(due).toEqual([10, 14, 19, 29, 30].map((minutes) => at(minutes).getTime()));
	});

	test("at once within three hours of the start, and when it is called off", () => {
		const now = at(0);
		expect(dueAt({ now, first: now, start: at(179), state: "listed" })).toEqual(now);
		expect(dueAt({ now, first: now, start: at(181), state: "listed" })).not.toEqual(now);
		expect(dueAt({ now, first: now, start, state: "cancelled" })).toEqual(now);
	});

	test("reminders a day and two hours before: at each moment at most one is due, and none after the start", () => {
		fc.assert(
			fc.property(fc.integer({ min: -3_000, max: 3_000 }), (left) => {
				const due = reminderOffsets.filter((offset) => reminderIs(at(0), at(left), offset) === "due");
				const expected = left > 1_440 || left <= 0 ? [] : left > 120 ? [1_440] : [120];
				expect(due).toEqual(expected);
			}),
		);
	});
});
