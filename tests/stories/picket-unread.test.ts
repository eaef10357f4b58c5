import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findWhole } from "#app/pickets/facts.server.ts";
import type { PicketFacts } from "#app/pickets/facts.ts";
import { cancelPicket } from "#app/pickets/hosting/cancel.server.ts";
import { decideProposal } from "#app/pickets/hosting/decide.server.ts";
import { findHost } from "#app/pickets/hosting/host.server.ts";
import { hurryProposal } from "#app/pickets/hosting/hurry.server.ts";
import { submitChange } from "#app/pickets/hosting/submit-change.server.ts";
import { trustHost } from "#app/pickets/hosting/trust.server.ts";
import { type KeyRing, readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { hoursPass, inHours } from "#tests/support/attendees.ts";
import { makeOrganiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";
import { makePicket } from "#tests/support/pickets.ts";

// What nobody has read yet is on no page, and the clock lets nothing past a moderator but a time and a place.

let app: TestApp;
let keys: KeyRing;
let desk: SignedInClient;
beforeAll(async () => {
	app = await startApp();
	keys = readKeyRing(app.settings.SECRET_KEYS);
	desk = await signIn(app, await makeOrganiser(app, { roles: ["moderator"] }));
});
afterAll(() => app.stop());

/** A listed picket in so many hours, of the sample campaign, and what its host does. */
async function hosted(hours: number) {
	const { id: campaignId } = await app.owner
		.selectFrom("campaigns")
		.where("slug", "=", "zhanaozen")
		.select("id")
		.executeTakeFirstOrThrow();
	const picket = await makePicket(app.db, keys, { campaignId, host: "new@example.org", facts: inHours(hours) });
	const submit = async (change: Partial<PicketFacts>) => {
		const host = await findHost(app.db, keys, picket.hostToken);
		if (!host) throw new Error("the host has a link");
		return submitChange(app.db, keys, host, { ...host.picket.facts, ...change });
	};
	const facts = async () => (await findWhole(app.db, keys, picket.id))?.facts;
	const proposals = () =>
		app.owner.selectFrom("picket_proposals").where("picket_id", "=", picket.id).select("shown").execute();
	return { ...picket, submit, facts, proposals };
}

describe("a proposal that nobody has read", () => {
	const words = { title: "Canary title", description: "Canary words", organisation: "Canary house" };

	test("shows that words and the meeting point change, and none of the words, on its page and in no feed", async () => {
		const { submit, slug, proposals } = await hosted(72);
		expect(await submit({ ...words, meetingPoint: "Canary corner", ...inHours(73) })).toBe("proposed");
		const html = await (await app.get(`/en/pickets/${slug}`)).text();
		expect(html).toContain("The words are being changed; a moderator reads them first.");
		expect(html).toContain("The meeting point is being changed; a moderator reads it first.");
		expect(html).toContain("Begins: ");
		expect(JSON.stringify(await proposals())).not.toContain("Canary");
		for (const path of [
			`/en/pickets/${slug}`,
			`/pickets/${slug}.ics`,
			"/pickets.ics",
			"/pickets.atom",
			"/pickets.json",
		])
			expect([path, (await (await app.get(path)).text()).includes("Canary")]).toEqual([path, false]);
	});

	test.each([
		["accept", 303],
		["leave", 303],
		["take-down", 303],
		// Nobody closes an item over the head of what it is about.
		["seen", 404],
		["gone", 404],
	])("is never left behind by its item: %s", async (decision, status) => {
		const { submit, id, proposals, facts } = await hosted(72);
		await submit({ title: "Another title" });
		const item = await app.owner
			.selectFrom("review_items")
			.where("subject_id", "=", id)
			.where("kind", "=", "picket-change")
			.select(["id", "revision"])
			.executeTakeFirstOrThrow();
		const path = `/organise/campaigns/zhanaozen/queue/${item.id}`;
		await desk.post(path, { intent: "claim" });
		const revision = String(item.revision);
		expect((await desk.post(path, { intent: decision, revision })).status).toBe(status);
		expect((await proposals()).length).toBe(status === 303 ? 0 : 1);
		expect((await facts())?.title).toBe(decision === "accept" ? "Another title" : "Picket at the embassy");
	});
});

describe("near the start", () => {
	test.each<[string, Partial<PicketFacts>]>([
		["words", { title: "Other words" }],
		["words beside a new place", { meetingPoint: "At the side door", description: "Other words" }],
		["a start that is more than a day away", inHours(30)],
	])("%s wait for a moderator, and the clock does not take them", async (_, change) => {
		const { submit, facts, proposals } = await hosted(2);
		const before = await facts();
		expect(await submit(change)).toBe("proposed");
		while (await hurryProposal(app.db, keys));
		expect([await facts(), (await proposals()).length]).toEqual([before, 1]);
	});

	test("and while it is under way a new place or end is live at once", async () => {
		const { submit, facts } = await hosted(-1);
		expect(await submit({ meetingPoint: "At the side door" })).toBe("live");
		expect((await facts())?.meetingPoint).toBe("At the side door");
	});
});

test("after the end nothing is changed, proposed, taken or called off, by whomever", async () => {
	const { submit, facts, id, campaignId, proposals } = await hosted(5);
	const before = await facts();
	await submit({ title: "Other words" });
	await hoursPass(app, 8);
	await app.db.transaction().execute((trx) => decideProposal(trx, keys, id, true));
	expect([await proposals(), await submit({ meetingPoint: "Elsewhere" })]).toEqual([[], "illegal"]);
	await trustHost(app.db, keys, campaignId, "new@example.org", "listed before");
	expect(await submit({ title: "Other words" })).toBe("illegal");
	expect(await cancelPicket(app.db, keys, id)).toBe("illegal");
	expect(await facts()).toEqual(before);
});
