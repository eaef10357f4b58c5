import { expect, test } from "vitest";
import { readRule } from "#app/petitions/abuse/invalidation-rule.server.ts";

test("a rule is what was given, and nothing that was not", () => {
	expect(readRule({ country: "DE", from: "2026-12-01", source: "", locale: undefined })).toEqual({
		country: "DE",
		from: "2026-12-01",
		source: "",
	});
});

test.each<[Record<string, string>, RegExp]>([
	[{}, /at least one/],
	[{ country: "Germany" }, /country is two capital letters/],
	[{ from: "yesterday" }, /from is a day/],
	[{ to: "2026-02-30" }, /to is a day/],
	[{ state: "invalidated" }, /state is confirmed or quarantined/],
	[{ visibility: "secret" }, /visibility is counted/],
	[{ name: "Sam" }, /name/],
])("%j is refused in words", (given, words) => {
	expect(readRule(given)).toEqual({ refused: expect.stringMatching(words) });
});
