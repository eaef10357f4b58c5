import { expect, test } from "vitest";
import { firstWay, waysOf } from "#app/campaigns/first-screen.ts";

const home = "/en/campaigns/sample";
const petition = { href: "/en/petitions/sample", open: true };

test.each(["before", "week", "day", "after"] as const)("%s: the first thing to do is to sign", (phase) => {
	expect(firstWay(home, phase, petition)).toEqual({ href: petition.href, label: "campaign.sign" });
});

test("a petition that takes no signatures is read, and none is promised", () => {
	expect(firstWay(home, "before", { ...petition, open: false })).toEqual({
		href: petition.href,
		label: "campaign.read",
	});
});

test("a closed campaign, and one without a petition, begin with what happened", () => {
	const timeline = { href: `${home}/timeline`, label: "campaign.timeline" };
	expect(firstWay(home, "closed", petition)).toEqual(timeline);
	expect(firstWay(home, "before")).toEqual(timeline);
});

test("the line of links names what there is, and nothing that is not there", () => {
	const labels = (updates: boolean) => waysOf(home, { updates }).map(({ label }) => label);
	expect(labels(true)).toEqual(["campaign.updates", "campaign.timeline", "campaign.memorial"]);
	expect(labels(false)).toEqual(["campaign.timeline", "campaign.memorial"]);
});
