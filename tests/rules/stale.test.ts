import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Role } from "#app/organise/access.ts";
import { mayPublish, maySave } from "#app/organise/editing/may.ts";
import { type Standing, staleSince } from "#app/organise/editing/stale.ts";

const version = (number: number, digest = `words ${number}`) => ({ id: number, number, digest });
const standings = (source: Standing, from: number, digest?: string) =>
	new Map<string, Standing>([
		["en", source],
		["kk", { latest: version(9), published: version(9), from: { ...version(from, digest), locale: "en" } }],
	]);

describe("a translation is stale", () => {
	test("when readers of its source see other words than were translated", () => {
		const found = staleSince(standings({ latest: version(2), published: version(2) }, 1), "kk");
		expect(found).toMatchObject({ locale: "en", before: { number: 1 }, now: { number: 2 } });
	});
	test("not while the change of its source is a draft", () => {
		expect(staleSince(standings({ latest: version(2), published: version(1) }, 1), "kk")).toBeUndefined();
	});
	test("not when its source came back to the words that were translated", () => {
		const back = version(3, "words 1");
		expect(staleSince(standings({ latest: back, published: back }, 1), "kk")).toBeUndefined();
	});
	test("when the draft from which it was made is no longer what will be said", () => {
		expect(staleSince(standings({ latest: version(3), published: version(1) }, 2), "kk")?.now.number).toBe(3);
		expect(staleSince(standings({ latest: version(2), published: version(1) }, 2), "kk")).toBeUndefined();
	});
	test("never when it was written in its own language, or its source is gone", () => {
		expect(staleSince(standings({ latest: version(2), published: version(2) }, 1), "en")).toBeUndefined();
		const alone = new Map(standings({ latest: version(2) }, 1));
		alone.delete("en");
		expect(staleSince(alone, "kk")).toBeUndefined();
	});
	test("exactly when the words that it should say differ from those it says", () => {
		const marks = fc.record({ number: fc.integer({ min: 1, max: 4 }), digest: fc.constantFrom("a", "b") });
		fc.assert(
			fc.property(marks, marks, marks, fc.boolean(), (latest, shown, from, isPublished) => {
				const source = {
					latest: version(latest.number, latest.digest),
					...(isPublished && { published: version(shown.number, shown.digest) }),
				};
				const found = staleSince(standings(source, from.number, from.digest), "kk");
				const now = isPublished && shown.number >= from.number ? shown : latest;
				expect(found !== undefined).toBe(now.digest !== from.digest);
			}),
		);
	});
});

describe("who writes", () => {
	const who = (...roles: Role[]) => new Set(roles);
	const plain = { isSource: false, isOriginal: false };
	test("a writer any language; a translator what others have said first and no original; nobody else", () => {
		expect(maySave(who("writer"), { isSource: true, isOriginal: true })).toBe(true);
		expect(maySave(who("translator"), { ...plain, from: "en" })).toBe(true);
		expect(maySave(who("translator"), plain)).toBe(false);
		expect(maySave(who("translator"), { ...plain, from: "ru", isSource: true })).toBe(false);
		expect(maySave(who("translator"), { ...plain, from: "ru", isOriginal: true })).toBe(false);
		for (const role of ["administrator", "moderator", "treasurer", "auditor"] as const)
			expect(maySave(who(role), { ...plain, from: "en" }), role).toBe(false);
	});
	test("only a writer puts words before readers", () => {
		expect(mayPublish(who("writer"))).toBe(true);
		expect(mayPublish(who("translator", "administrator"))).toBe(false);
	});
});
