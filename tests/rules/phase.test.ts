import { expect, test } from "vitest";
import { dayIn, phaseOf } from "#app/campaigns/phase.ts";

const campaign = { day: "2026-12-16", zone: "Asia/Aqtau", closedAt: null };

test.each([
	["2026-11-22T12:00:00Z", "before"],
	["2026-12-08T18:59:59Z", "before"],
	["2026-12-08T19:00:00Z", "week"],
	["2026-12-15T18:59:59Z", "week"],
	["2026-12-15T19:00:00Z", "day"],
	["2026-12-16T18:59:59Z", "day"],
	["2026-12-16T19:00:00Z", "after"],
	["2027-03-01T00:00:00Z", "after"],
] as const)("at %s the campaign stands at: %s", (now, phase) => {
	expect(phaseOf(new Date(now), campaign)).toBe(phase);
});

test("a closed campaign is closed from its moment on", () => {
	const closing = { ...campaign, closedAt: new Date("2026-12-01T00:00:00Z") };
	expect(phaseOf(new Date("2026-11-30T23:59:59Z"), closing)).toBe("before");
	expect(phaseOf(new Date("2026-12-16T12:00:00Z"), closing)).toBe("closed");
});

test("a day is the zone's, not the server's", () => {
	const now = new Date("2026-12-15T20:30:00Z");
	expect([dayIn("Asia/Aqtau", now), dayIn("UTC", now), dayIn("America/New_York", now)]).toEqual([
		"2026-12-16",
		"2026-12-15",
		"2026-12-15",
	]);
});
