import { expect, test } from "vitest";
import { firstWay, waysOf } from "#app/campaigns/first-screen.ts";

const home = "/en/campaigns/sample";
const all = { timeline: true, memorial: true, pickets: 2 };
const none = { timeline: false, memorial: false, pickets: 0 };
const petition = { href: "/en/petitions/sample", open: true };

test.each(["before", "week", "day", "after"] as const)("%s: the first thing to do is to sign", (phase) => {
	expect(firstWay(home, phase, all, petition)).toEqual({ href: petition.href, label: "campaign.sign" });
});

test("a petition that takes no signatures is read, and none is promised", () => {
	expect(firstWay(home, "before", all, { ...petition, open: false })).toEqual({
		href: petition.href,
		label: "campaign.read",
	});
});

test("a closed campaign, and one without a petition, begin with what happened", () => {
	const timeline = { href: `${home}/timeline`, label: "campaign.timeline" };
	expect(firstWay(home, "closed", all, petition)).toEqual(timeline);
	expect(firstWay(home, "before", all)).toEqual(timeline);
	expect(firstWay(home, "before", none)).toBeUndefined();
});

test("the line of links leads to the pickets, where one can call the first, and to nothing that is not there", () => {
	const labels = (has: typeof all) => waysOf(home, has).map(({ label }) => label);
	expect(labels(all)).toEqual(["campaign.pickets", "campaign.timeline", "campaign.memorial"]);
	expect(labels(none)).toEqual(["campaign.pickets"]);
});
