import fc from "fast-check";
import { expect, test } from "vitest";
import { type aidStates, aidSteps, transition } from "#app/fund/paying/aid-state.ts";
import { type AidFacts, obstacleTo } from "#app/fund/paying/may.ts";

const facts: AidFacts = {
	state: "requested",
	approvals: 0,
	obstacle: null,
	conflicted: false,
	firstConflicted: false,
	changed: false,
	checkedNo: false,
	mine: false,
	waivedBy: null,
	settled: true,
	erased: false,
};
const everyone = { id: "a", treasurer: true, committee: true };

test("the way of a request: two approvals, payment, evidence, and a second person", () => {
	expect(transition("requested", "approve", 0)).toBe("requested");
	expect(transition("requested", "approve", 1)).toBe("payable");
	expect(transition("payable", "pay", 2)).toBe("paid");
	for (const step of ["receipt", "contact", "agree-waiver"] as const)
		expect(transition("paid", step, 2)).toBe("evidence");
	expect(transition("paid", "waive", 2)).toBe("paid");
	expect(transition("evidence", "deliver", 2)).toBe("delivered");
});

test("nothing follows what is over, and what was paid is not cancelled", () => {
	for (const step of aidSteps) {
		expect([step, transition("delivered", step, 2)]).toEqual([step, null]);
		expect([step, transition("cancelled", step, 2)]).toEqual([step, null]);
	}
	for (const state of ["paid", "evidence", "delivered"] as const) expect(transition(state, "cancel", 2)).toBeNull();
});

test("however steps come, nothing is paid without two approvals, and nothing delivered without evidence", () => {
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...aidSteps), { maxLength: 30 }), (steps) => {
			let state: (typeof aidStates)[number] = "requested";
			let approvals = 0;
			const seen: string[] = [];
			for (const step of steps) {
				const to = transition(state, step, approvals);
				if (to === null) continue;
				if (step === "approve") approvals++;
				seen.push(step);
				state = to;
			}
			if (seen.includes("pay")) expect(approvals).toBe(2);
			if (seen.includes("deliver"))
				expect(seen.some((step) => ["receipt", "contact", "agree-waiver"].includes(step))).toBe(true);
		}),
	);
});

test.each([
	["approve", { obstacle: "checks" as const }, everyone, "checks"],
	["approve", {}, { ...everyone, committee: false }, "role"],
	["pay", { state: "payable" as const }, { ...everyone, treasurer: false }, "role"],
	["pay", { state: "payable" as const, firstConflicted: true }, everyone, "first"],
	["agree-waiver", { state: "paid" as const, waivedBy: "a" }, everyone, "second"],
	["agree-waiver", { state: "paid" as const, waivedBy: "b", settled: false }, everyone, "member"],
	["deliver", { state: "evidence" as const, mine: true }, everyone, "second"],
	["receipt", { state: "paid" as const, erased: true }, everyone, "erased"],
	["approve", { state: "paid" as const }, everyone, "state"],
] as const)("%s is refused with %j: %s", (step, more, who, why) => {
	expect(obstacleTo(step, { ...facts, ...more }, who)).toBe(why);
});

test("whoever is conflicted takes no step that helps", () => {
	for (const [step, state] of [
		["pay", "payable"],
		["receipt", "paid"],
		["contact", "paid"],
		["waive", "paid"],
		["deliver", "evidence"],
	] as const)
		expect([step, obstacleTo(step, { ...facts, state, conflicted: true }, everyone)]).toEqual([step, "conflict"]);
});
