import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	type Access,
	type Asked,
	access,
	isAmong,
	mayAnswer,
	type Role,
	roles,
	type Who,
} from "#app/organise/access.ts";
import routes from "#app/routes.ts";

const addresses = routes.flatMap(({ path }) => (path?.split("/")[0] === "organise" ? [path] : []));

test("every address under /organise has its row, and no row lacks its address", () => {
	expect(addresses.length).toBeGreaterThan(5);
	expect(Object.keys(access).sort()).toEqual([...addresses].sort());
});

test("whatever is posted about the fund's money needs a second factor", () => {
	const fund = Object.entries(access).filter(([address, { act }]) => /\/fund(?:\/|$)/.test(address) && act);
	expect(fund.length).toBeGreaterThan(10);
	expect(fund.filter(([, { stepUp }]) => !stepUp).map(([address]) => address)).toEqual([]);
});

test("only signing in and one-time links are for anyone, and nothing that cannot be taken back is", () => {
	const open = Object.entries(access).filter(([, row]) => row.see === "anyone" || row.act === "anyone");
	expect(open.map(([address]) => address).sort()).toEqual(["organise/links/:token", "organise/sign-in"]);
	expect(open.filter(([, row]) => row.stepUp)).toEqual([]);
});

test("an address that names a campaign asks for a role in it, and whoever may act there may see it", () => {
	for (const [address, { see, act }] of Object.entries(access)) {
		if (address.includes(":slug"))
			expect([address, ["signed in", "anyone"].includes(String(see))]).toEqual([address, false]);
		for (const role of roles)
			if (act && isAmong(act, member("a", role)))
				expect([address, role, isAmong(see, member("a", role))]).toEqual([address, role, true]);
	}
});

const member = (slug: string, ...held: Role[]) => ({
	steppedUp: true,
	campaigns: new Map([[slug, { roles: new Set(held) }]]),
});
const ask = (row: Access | undefined, more: Partial<Asked> = {}) => ({ row, post: false, locked: false, ...more });

describe("the table", () => {
	const queue: Access = { see: ["moderator", "administrator"], act: ["moderator"] };

	test("answers members by their role in the campaign that the address names, and by no other campaign's", () => {
		expect(mayAnswer(ask(queue, { slug: "a" }), member("a", "moderator"))).toBe("yes");
		expect(mayAnswer(ask(queue, { slug: "a" }), member("a", "writer"))).toBe("not yours");
		expect(mayAnswer(ask(queue, { slug: "a" }), member("b", "moderator"))).toBe("nothing here");
		expect(mayAnswer(ask(queue, { slug: "a" }), null)).toBe("sign in");
		expect(mayAnswer(ask(queue, { slug: "a", post: true }), member("a", "administrator"))).toBe("not yours");
		const elsewhere = {
			steppedUp: true,
			campaigns: new Map([...member("a", "writer").campaigns, ...member("b", "moderator").campaigns]),
		};
		expect(mayAnswer(ask(queue, { slug: "a" }), elsewhere)).toBe("not yours");
		expect(mayAnswer(ask(queue, { slug: "b" }), elsewhere)).toBe("yes");
	});

	test("takes no post where a row has none, and none without a fresh second factor where it asks for one", () => {
		expect(mayAnswer(ask({ see: "signed in" }, { post: true }), member("a"))).toBe("no post");
		const row: Access = { see: "signed in", act: "signed in", stepUp: true };
		const stale = { ...member("a", "treasurer"), steppedUp: false };
		expect([mayAnswer(ask(row), stale), mayAnswer(ask(row, { post: true }), stale)]).toEqual(["yes", "step up"]);
		expect(mayAnswer(ask(row, { post: true }), member("a", "treasurer"))).toBe("yes");
	});

	test("answers under a lock only what says so", () => {
		expect(mayAnswer(ask({ see: "signed in" }, { locked: true }), member("a"))).toBe("locked");
		expect(mayAnswer(ask({ see: "signed in", whileLocked: true }, { locked: true }), member("a"))).toBe("yes");
	});

	const who = fc.oneof(fc.constantFrom<Who>("signed in", "any role"), fc.subarray([...roles], { minLength: 1 }));

	test("says yes to nobody whom a row does not name, whatever the row", () => {
		fc.assert(
			fc.property(
				fc.record({ see: who, act: fc.option(who, { nil: undefined }) }),
				fc.subarray([...roles]),
				fc.boolean(),
				(row, held, post) => {
					const verdict = mayAnswer(ask(row, { post, slug: "a" }), member("a", ...held));
					const named = (one: Who | undefined) => {
						if (one === undefined) return false;
						if (typeof one === "string") return one === "signed in" || held.length > 0;
						return one.some((role) => held.includes(role));
					};
					expect(verdict === "yes").toBe(named(row.see) && (!post || named(row.act)));
				},
			),
		);
	});

	test("has nothing for an address without a row, nor for who is not signed in", () => {
		expect(mayAnswer(ask(undefined), member("a", "administrator"))).toBe("nothing here");
		for (const [address, row] of Object.entries(access)) {
			const expected = row.see === "anyone" ? "yes" : "sign in";
			expect([address, mayAnswer(ask(row, { slug: "a" }), null)]).toEqual([address, expected]);
		}
	});
});

test("only who administers a campaign, and its auditors, see who its organisers are", () => {
	expect(access["organise/campaigns/:slug/people"]?.see).toEqual(["administrator", "auditor"]);
});
