import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantsOf, knowsAlmaty } from "#app/pickets/wall-time.ts";
import { zoneCity, zones } from "#app/pickets/zones.ts";
import { instantOf, isZone, nodeZoneData, type ZoneData } from "#app/web/wall-time.ts";

const at = (text: string) => new Date(text);
const zone = "Europe/London";

describe("a wall clock's time", () => {
	test("that the clocks jump over is named and has no instant", () => {
		expect(instantOf("2026-03-29T01:30", zone, null)).toEqual({ gap: "2026-03-29T01:30" });
		expect(instantOf("2026-03-29T01:30", zone, "later")).toEqual({ gap: "2026-03-29T01:30" });
		expect(instantOf("2026-03-29T00:59", zone, null)).toEqual({ instant: at("2026-03-29T00:59Z") });
		expect(instantOf("2026-03-29T02:00", zone, null)).toEqual({ instant: at("2026-03-29T01:00Z") });
	});

	test("that the clocks show twice is asked about, and then is the one that was meant", () => {
		const both = [at("2026-10-25T00:30Z"), at("2026-10-25T01:30Z")];
		expect(instantOf("2026-10-25T01:30", zone, null)).toEqual({ overlap: both });
		expect(instantOf("2026-10-25T01:30", zone, "earlier")).toEqual({ instant: both[0] });
		expect(instantOf("2026-10-25T01:30", zone, "later")).toEqual({ instant: both[1] });
	});

	test("in Almaty is five hours ahead of UTC, and zone data that say otherwise are known to be old", () => {
		expect(instantOf("2026-12-16T12:00", "Asia/Almaty", null)).toEqual({ instant: at("2026-12-16T07:00Z") });
		expect(knowsAlmaty()).toBe(true);
		const before2024: ZoneData = (local) => [at(`${local}:00+06:00`)];
		expect(knowsAlmaty(before2024)).toBe(false);
	});

	test("read back by the zone's clocks is the same, whatever the zone and the time", () => {
		const minutes = fc.integer({ min: Date.UTC(2026, 0) / 60_000, max: Date.UTC(2028, 0) / 60_000 });
		fc.assert(
			fc.property(minutes, fc.constantFrom(...zones), (minute, zone) => {
				const local = new Date(minute * 60_000).toISOString().slice(0, 16);
				const instants = nodeZoneData(local, zone);
				expect(instants.length).toBeLessThanOrEqual(2);
				for (const instant of instants) expect(clockAt(zone, instant)).toBe(local);
				if (instants.length === 2) expect(Number(instants[1])).toBeGreaterThan(Number(instants[0]));
			}),
			{ numRuns: 300 },
		);
	});
});

describe("the times of a picket", () => {
	const times = (startsLocal: string, endsLocal: string, overlap: "earlier" | "later" | null = null) =>
		instantsOf({ startsLocal, endsLocal, zone, overlap });

	test("say which end is wrong", () => {
		expect(times("2026-03-29T01:30", "2026-03-29T03:00")).toEqual({ gap: "starts" });
		expect(times("2026-03-29T00:30", "2026-03-29T01:30")).toEqual({ gap: "ends" });
		expect(times("2026-10-25T01:30", "2026-10-25T03:00")).toEqual({ overlap: "starts" });
		expect(times("2026-10-25T00:30", "2026-10-25T01:30")).toEqual({ overlap: "ends" });
	});

	test("keep no answer to a question that was not asked", () => {
		expect(times("2026-12-16T12:00", "2026-12-16T14:00", "later")).toEqual({
			startsAt: at("2026-12-16T12:00Z"),
			endsAt: at("2026-12-16T14:00Z"),
			overlap: null,
		});
	});

	test("with one answer for both ends never end before they begin", () => {
		for (const overlap of ["earlier", "later"] as const) {
			const read = times("2026-10-25T01:15", "2026-10-25T01:45", overlap);
			expect(read).toMatchObject({ overlap });
			if ("startsAt" in read) expect(Number(read.endsAt) - Number(read.startsAt)).toBe(30 * 60_000);
		}
	});
});

describe("zones", () => {
	test("can be chosen by both spellings, and each has its instant", () => {
		for (const [old, now] of [
			["Europe/Kiev", "Europe/Kyiv"],
			["Asia/Calcutta", "Asia/Kolkata"],
			["Asia/Saigon", "Asia/Ho_Chi_Minh"],
		] as const) {
			expect([isZone(old), isZone(now)]).toEqual([true, true]);
			expect(instantOf("2026-12-16T12:00", old, null)).toEqual(instantOf("2026-12-16T12:00", now, null));
			expect(zoneCity(old)).toBe(zoneCity(now));
		}
		expect(zoneCity("Europe/Kiev")).toBe("Kyiv");
		expect(isZone("Europe/Atlantis")).toBe(false);
		expect(zones).toContain("Asia/Aqtau");
	});
});

function clockAt(timeZone: string, instant: Date): string {
	const parts = new Intl.DateTimeFormat("sv-SE", {
		timeZone,
		year: "numeric",
		month: "2-digit",
		day: "2-digit",
		hour: "2-digit",
		minute: "2-digit",
	}).format(instant);
	return parts.replace(" ", "T");
}
