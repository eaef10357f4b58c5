import fc from "fast-check";
import { expect, test } from "vitest";
import { type Role, roles } from "#app/organise/access.ts";
import type { Action } from "#app/organise/approvals/action.ts";
import { actions } from "#app/organise/approvals/actions.server.ts";
import { mayAgree, mayAsk, mayRefuse } from "#app/organise/approvals/may.ts";

const states = ["asked", "agreed", "done", "refused", "expired", "failed"];
const someone = fc.record({
	id: fc.constantFrom("anna", "boris"),
	here: fc.uniqueArray(fc.constantFrom(...roles)),
	elsewhere: fc.uniqueArray(fc.constantFrom(...roles)),
});
const cases = fc.record({
	action: fc.constantFrom(...(Object.values(actions) as Action[])),
	someone,
	state: fc.constantFrom(...states),
	begun: fc.boolean(),
});

const personOf = ({ id, here, elsewhere }: { id: string; here: Role[]; elsewhere: Role[] }) => ({
	id,
	campaigns: new Map(
		[["here", here] as const, ["elsewhere", elsewhere] as const]
			.filter(([, some]) => some.length > 0)
			.map(([slug, some]) => [slug, { roles: new Set(some) }]),
	),
});

test("nobody agrees to what they asked for, to what is not asked, or without a role where it counts", () => {
	fc.assert(
		fc.property(cases, ({ action, someone, state, begun }) => {
			const person = personOf(someone);
			const campaign = action.of === "campaign" ? "here" : null;
			const counts = campaign ? someone.here : [...someone.here, ...someone.elsewhere];
			const row = { campaign, askedBy: "anna", state, begun, barred: [] };
			const agrees = mayAgree(action, person, row);
			const has = (wanted: readonly Role[]) => wanted.some((role) => counts.includes(role));
			expect(agrees).toBe(state === "asked" && someone.id !== "anna" && has(action.agree));
			expect(mayAsk(action, person, campaign)).toBe(has(action.ask));
			// Whoever may agree may also refuse, and what is over nobody refuses.
			if (agrees) expect(mayRefuse(action, person, row)).toBe(true);
			if (!["asked", "agreed"].includes(state)) expect(mayRefuse(action, person, row)).toBe(false);
			expect(mayRefuse(action, person, { ...row, barred: [person.id] })).toBe(false);
			if (state === "agreed" && action.final) expect(mayRefuse(action, person, row)).toBe(false);
			if (state === "agreed" && begun && action.work) expect(mayRefuse(action, person, row)).toBe(false);
		}),
		{ numRuns: 500 },
	);
});

test("every action can be asked for by one and agreed to by another of the roles there are", () => {
	for (const action of Object.values(actions) as Action[]) {
		expect(action.ask.length).toBeGreaterThan(0);
		expect(action.agree.length).toBeGreaterThan(0);
		for (const role of [...action.ask, ...action.agree]) expect(roles).toContain(role);
	}
});
