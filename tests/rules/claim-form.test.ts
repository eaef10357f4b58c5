import { describe, expect, test } from "vitest";
import { parseClaim } from "#app/petitions/endorsing/parse-claim.ts";
import { looksPersonal } from "#app/petitions/endorsing/role-address.ts";
import { plainClaim } from "#tests/support/endorsing.ts";

const today = "2026-11-23";
const parse = (fields: Record<string, string> = {}) =>
	parseClaim(new Map(Object.entries({ ...plainClaim, ...fields })), today);
const wrong = (fields: Record<string, string>) => {
	const read = parse(fields);
	return read.ok ? [] : Object.keys(read.errors);
};

describe("the form of a body that endorses", () => {
	test("is taken when it is in order, its members as people write numbers", () => {
		expect(parse({ members: "4 200" })).toMatchObject({ ok: true, claim: { members: 4_200, meetingOn: null } });
		expect(parse({ members: "1.350" })).toMatchObject({ ok: true, claim: { members: 1_350 } });
		expect(parse()).toMatchObject({ ok: true, claim: { members: null } });
	});

	test.each<[Record<string, string>, string]>([
		[{ organisation: "" }, "organisation"],
		[{ organisation: "See https://example.org" }, "organisation"],
		[{ organisation: "=cmd()" }, "organisation"],
		[{ kind: "party" }, "kind"],
		[{ country: "ZZ" }, "country"],
		[{ members: "many" }, "members"],
		[{ members: "0" }, "members"],
		[{ state: "" }, "state"],
		[{ state: "meeting", meeting_on: "2026-02-30" }, "meeting_on"],
		[{ state: "meeting", meeting_on: "2025-01-01" }, "meeting_on"],
		[{ state: "adopted", adopted_on: "2027-01-01", evidence: "Minutes" }, "adopted_on"],
		[{ state: "adopted", adopted_on: "2026-11-01", evidence: "" }, "evidence"],
		[{ officer_role: "" }, "officer_role"],
		[{ email: "nobody" }, "email"],
	])("says what is wrong with %j", (fields, field) => {
		expect(wrong(fields)).toEqual([field]);
	});

	test("keeps a day only of the state that it belongs to", () => {
		const read = parse({ state: "interested", meeting_on: "2026-12-01", adopted_on: "2026-11-01" });
		expect(read).toMatchObject({ ok: true, claim: { meetingOn: null, adoptedOn: null } });
	});
});

describe("an address of a person", () => {
	test.each([
		"secretary@union.example",
		"branch-12@union.example",
		"info@gmail.com",
		"office.kz@union.example",
		"x1@union.example",
	])("%s is an office's", (email) => expect(looksPersonal(email)).toBe(false));
	test.each(["aigul.sample@union.example", "a_sample@union.example", "sample77@gmail.com"])(
		"%s looks like a person's",
		(email) => expect(looksPersonal(email)).toBe(true),
	);
	test("is a question, and never a wall", () => {
		expect(parse({ email: "sample77@gmail.com" })).toMatchObject({ ok: false, personal: true, errors: {} });
		expect(parse({ email: "sample77@gmail.com", email_as_role: "on" })).toMatchObject({ ok: true });
	});
});
