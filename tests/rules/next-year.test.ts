import { expect, test } from "vitest";
import { nextYear } from "#app/pickets/after/next-year.ts";
import { plainFacts } from "#tests/support/pickets.ts";

// The same picket a year later.

test.each([
	["2026-12-16T12:00", "2026-12-16T14:00", "2027-12-16T12:00", "2027-12-16T14:00"],
	["2028-02-29T12:00", "2028-02-29T14:00", "2029-02-28T12:00", "2029-02-28T14:00"],
	["2028-02-28T22:00", "2028-02-29T01:00", "2029-02-28T22:00", "2029-03-01T01:00"],
	["2027-02-28T12:00", "2027-02-28T14:00", "2028-02-28T12:00", "2028-02-28T14:00"],
	["2026-12-31T23:00", "2027-01-01T01:00", "2027-12-31T23:00", "2028-01-01T01:00"],
])("%s to %s becomes %s to %s", (startsLocal, endsLocal, starts, ends) => {
	const facts = nextYear({ ...plainFacts, startsLocal, endsLocal });
	expect([facts.startsLocal, facts.endsLocal]).toEqual([starts, ends]);
});

test("its words and place stay; that the authorities were told does not", () => {
	const told = { authorities: "told", authoritiesTold: "the police", authoritiesToldOn: "2026-11-20" } as const;
	const { startsLocal, endsLocal, overlap, ...rest } = nextYear({ ...plainFacts, ...told });
	expect(plainFacts).toMatchObject({
		...rest,
		authorities: "not_needed",
		authoritiesTold: "",
		authoritiesToldOn: null,
	});
	expect([rest.authorities, rest.authoritiesTold, rest.authoritiesToldOn]).toEqual(["not_yet", "", null]);
	expect(nextYear(plainFacts).authorities).toBe("not_needed");
});
