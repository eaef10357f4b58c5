import { expect, test } from "vitest";
import { events, states, transition } from "#app/petitions/endorsing/transition.ts";

test("an endorsement is shown only after it was adopted and checked, and from no other state", () => {
	const before = states.filter((state) => transition(state, "show") === "shown");
	expect(before).toEqual(["checked"]);
	expect(states.filter((state) => transition(state, "check") === "checked")).toEqual(["adopted"]);
	// Whatever happens, in whatever order, nobody is shown who was not checked.
	const reached = new Set<string>(["unverified/"]);
	for (let size = 0; size !== reached.size; ) {
		size = reached.size;
		for (const one of [...reached])
			for (const event of events) {
				const [state = "", seen = ""] = one.split("/");
				const next = transition(state as (typeof states)[number], event);
				const kept = event === "check" ? "checked" : next === "adopted" || next === "interested" ? "" : seen;
				if (next) reached.add(`${next}/${kept}`);
			}
	}
	expect([...reached].filter((one) => one.startsWith("shown/"))).toEqual(["shown/checked"]);
});

test("a body takes its name back from everywhere once it has confirmed, and for good", () => {
	const withdrawable = states.filter((state) => transition(state, "withdraw") === "withdrawn");
	expect(withdrawable).toEqual(["interested", "meeting", "adopted", "checked", "shown"]);
	expect(events.filter((event) => transition("withdrawn", event))).toEqual([]);
});

test("nothing but the button of the mail begins one", () => {
	expect(events.filter((event) => transition("unverified", event))).toEqual(["verify"]);
});
