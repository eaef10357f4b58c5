import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { makeOrganiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";
import { callPicket, hostLink } from "#tests/support/picket-form.ts";
import { type MadePicket, makePicket } from "#tests/support/pickets.ts";

// The desk's list of a campaign's pickets.

const home = "/organise/campaigns/zhanaozen/pickets";
let app: TestApp;
let desk: SignedInClient;
let campaignId: number;
beforeAll(async () => {
	app = await startApp({ MAIL_MAX_PER_ADDRESS: "20,50" }, undefined, () => new Date("2026-11-22T12:00Z"));
	desk = await signIn(app, await makeOrganiser(app, { roles: ["moderator"] }));
	const row = await app.owner
		.selectFrom("campaigns")
		.where("slug", "=", "zhanaozen")
		.select("id")
		.executeTakeFirstOrThrow();
	campaignId = row.id;
});
afterAll(() => app.stop());

const make = (made: MadePicket) =>
	makePicket(app.owner, readKeyRing(app.settings.SECRET_KEYS), { campaignId, ...made });
const act = async (picket: string, intent: string, path = home) => (await desk.post(path, { picket, intent })).status;
const stateOf = async (id: string) =>
	(await app.owner.selectFrom("pickets").where("id", "=", id).select("state").executeTakeFirstOrThrow()).state;
const acts = async (slug: string) =>
	(await app.owner.selectFrom("audit_log").where("about", "=", slug).orderBy("seq").select("act").execute()).map(
		({ act }) => act,
	);
const inQueue = (id: string) =>
	app.owner
		.selectFrom("review_items")
		.where("subject_id", "=", id)
		.where("state", "<>", "decided")
		.select("kind")
		.execute();

test("has each picket with where it stands and where it can be read, and nothing of its people", async () => {
	const listed = await make({ host: "listed@example.org", facts: { title: "A listed one" } });
	const waiting = await make({ host: "waiting@example.org", state: "waiting", facts: { title: "A waiting one" } });
	await make({ state: "unverified", facts: { title: "Nobody has verified this" } });
	const page = await (await desk.get(home)).text();
	expect(page).toContain(`href="/en/pickets/${listed.slug}"`);
	expect(page).toMatch(/href="\/en\/unlisted\/[a-z2-7]{32}">A waiting one/);
	expect(page).toContain("waits for a moderator");
	expect(page).not.toContain("Nobody has verified this");
	expect(page).not.toMatch(/@example\.org/);
	expect(await inQueue(waiting.id)).toEqual([]);
});

test("a picket is hidden at once, and comes back through the queue alone", async () => {
	const { id, slug } = await make({ host: "hidden@example.org" });
	expect(await act(id, "hide")).toBe(303);
	expect((await app.get(`/en/pickets/${slug}`)).status).toBe(404);
	expect(await act(id, "hide")).toBe(409);
	expect(await act(id, "queue")).toBe(303);
	expect([await stateOf(id), await inQueue(id)]).toEqual(["unlisted", [{ kind: "picket" }]]);
	expect(await acts(slug)).toEqual(["picket.hidden", "picket.queued"]);
});

test("a host who is trusted is listed at once, one who is trusted no longer waits again", async () => {
	const email = "known@example.org";
	const { id, slug } = await make({ host: email });
	const nextOne = async (title: string, nth: number) => {
		await callPicket(app, { title, email });
		await app.post(await hostLink(app, email, nth), { intent: "verify" });
		const row = app.owner.selectFrom("pickets").where("title", "=", title).select("state");
		return (await row.executeTakeFirstOrThrow()).state;
	};
	expect(await act(id, "trust")).toBe(303);
	expect(await act(id, "trust")).toBe(409);
	expect(await (await desk.get(home)).text()).toContain("host trusted");
	expect(await nextOne("Of a trusted host", 1)).toBe("listed");
	expect(await act(id, "distrust")).toBe(303);
	expect(await nextOne("Of a host trusted no longer", 2)).toBe("waiting");
	expect(await acts(slug)).toEqual(["picket.host-trusted", "picket.host-distrusted"]);
});

test("is for moderators and administrators of that campaign", async () => {
	const writer = await signIn(app, await makeOrganiser(app, { roles: ["writer"] }));
	expect((await writer.get(home)).status).toBe(403);
	expect(await act(randomUUID(), "hide")).toBe(409);
	expect(await act("no-id", "hide")).toBe(404);
	const other = await app.owner
		.insertInto("campaigns")
		.values({ slug: "another", zone: "UTC", day: "2026-12-16", key_sealed: Buffer.alloc(8), sample: true })
		.returning("id")
		.executeTakeFirstOrThrow();
	const { id } = await make({ campaignId: other.id, host: "other@example.org" });
	expect([await act(id, "hide"), await stateOf(id)]).toEqual([409, "listed"]);
});
