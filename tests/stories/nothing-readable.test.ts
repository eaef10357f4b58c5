import { afterAll, beforeAll, expect, test } from "vitest";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { findPlanted, plantPerson } from "#tests/support/planted.ts";
import { livePlanted } from "#tests/support/planted-lives.ts";

// Whoever gets hold of the database, the logs or the machine's own pages finds nobody.
// The full size, a thousand people, is `npm run drill dump`.

const PEOPLE = 100;

let app: TestApp;
beforeAll(async () => {
	app = await startApp({ TRUST_PROXY: "1", DOMAIN_HOLD_ABOVE: "100000", LOG_LEVEL: "debug" });
});
afterAll(() => app.stop());

test("the search finds what is there, in every form, and only that", () => {
	const [first = "", second = ""] = [plantPerson(1).email, plantPerson(2).email];
	for (const form of [
		first,
		Buffer.from(first).toString("hex"),
		...["", "x", "xy"].map((before) => Buffer.from(`${before}${first} and more`).toString("base64")),
		encodeURIComponent(first),
		first.slice(0, first.indexOf("@")),
	])
		expect(findPlanted([first, second], `before ${form} after`)).toEqual([first]);
	expect(findPlanted([second], `before ${first} after`)).toEqual([]);
});

test("nobody who signed can be read in any table, log line or page of the machine", async () => {
	const { answers, tokens, sealed, faults, found } = await livePlanted(app, PEOPLE);
	expect(answers).toEqual({
		"sign 303": PEOPLE,
		"refused 422": PEOPLE / 10,
		"look 200": 4,
		"confirm 303": PEOPLE * 0.7,
		"lost 404": (PEOPLE / 10) * 4,
		"garbled 400": PEOPLE / 10,
		"wrong type 415": PEOPLE / 10,
		"no form there 405": PEOPLE / 10,
		"fault 500": 40,
	});
	expect([tokens, sealed, faults]).toEqual([PEOPLE, PEOPLE, 40]);
	expect(found).toEqual({ "tables before the mail": [], tables: [], log: [], pages: [] });
});
