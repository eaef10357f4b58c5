import { describe, expect, test } from "vitest";
import { events, states, transition } from "#app/pickets/transition.ts";

describe("a picket", () => {
	test("is listed only by a moderator, or at once for a trusted host", () => {
		const ways = states.flatMap((state) =>
			events.filter((event) => transition(state, event) === "listed").map((event) => [state, event]),
		);
		expect(ways).toEqual([
			["unverified", "verify-trusted"],
			["waiting", "list"],
			["unlisted", "list"],
			["rejected", "list"],
		]);
	});

	test("goes nowhere but by the button of the mail before its host has verified it", () => {
		const ways = events.filter((event) => transition("unverified", event) !== null);
		expect(ways).toEqual(["verify", "verify-trusted"]);
	});

	test("that is called off stays so", () => {
		expect(events.map((event) => transition("cancelled", event))).toEqual(events.map(() => null));
	});

	test("can be called off from wherever somebody can know of it", () => {
		const from = states.filter((state) => transition(state, "cancel") === "cancelled");
		expect(from).toEqual(["waiting", "listed", "unlisted"]);
	});

	test("never stays where it is by an event, and never becomes unverified again", () => {
		for (const state of states)
			for (const event of events) {
				const becomes = transition(state, event);
				expect(becomes).not.toBe(state);
				expect(becomes).not.toBe("unverified");
			}
	});
});
