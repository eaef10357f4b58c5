import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { holdDomains } from "#app/petitions/abuse/hold.server.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { waitingItems } from "#tests/support/letters.ts";
import { makeOrganiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";
import { plantSignatures } from "#tests/support/signatures.ts";
import { count } from "#tests/support/signing.ts";

// What was held or is false, by the desk: nobody is told a domain's name, and what is taken out takes two.

let app: TestApp;
let anna: SignedInClient;
let bek: SignedInClient;
let petitionId: number;
const home = "/organise/campaigns/zhanaozen";
const quarantine = `${home}/petitions/zhanaozen`;

beforeAll(async () => {
	app = await startApp();
	anna = await signIn(app, await makeOrganiser(app, { roles: ["moderator"] }));
	bek = await signIn(app, await makeOrganiser(app, { roles: ["administrator"] }));
	const petition = await app.owner.selectFrom("petitions").select("id").executeTakeFirstOrThrow();
	petitionId = petition.id;
}, 120_000);
afterAll(() => app.stop());

const untilCount = (n: number) => vi.waitFor(async () => expect(await count(app)).toBe(n), 20_000);

/** As many signatures of one domain as make it held. */
async function hold(n: number): Promise<Buffer> {
	const domain = randomBytes(32);
	await plantSignatures(
		app.owner,
		petitionId,
		Array.from({ length: n }, () => ({ domain, country: "DE" })),
	);
	await app.owner.insertInto("domain_days").values({ petition_id: petitionId, fingerprint: domain, n }).execute();
	await holdDomains(app.db, 5);
	return domain;
}

/** Puts text of the page between two tags into lines. */
async function textOf(who: SignedInClient, path: string): Promise<string> {
	return (await (await who.get(path)).text()).replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

test("a held domain comes into the queue once, by its numbers, and is trusted there with one button", async () => {
	await hold(7);
	await holdDomains(app.db, 5);
	const items = await waitingItems(app);
	expect(items.map(({ kind }) => kind)).toEqual(["held-domain"]);
	await untilCount(0);
	const next = await anna.post(`${home}/queue`, { intent: "next" });
	const path = next.headers.get("Location") ?? "";
	expect(await textOf(anna, path)).toMatch(/Signatures that wait 7/);
	expect((await anna.post(path, { intent: "trust", revision: "1" })).status).toBe(303);
	await untilCount(7);
	expect(await waitingItems(app)).toEqual([]);
});

test("it is kept, and trusted later on the petition's page by its row", async () => {
	const domain = await hold(6);
	const [item] = await waitingItems(app);
	await anna.post(`${home}/queue/${item?.id}`, { intent: "claim" });
	// It is there: nobody says that it is gone.
	expect((await anna.post(`${home}/queue/${item?.id}`, { intent: "gone", revision: "1" })).status).toBe(404);
	await anna.post(`${home}/queue/${item?.id}`, { intent: "keep", revision: "1" });
	await untilCount(7);
	const page = await (await anna.get(quarantine)).text();
	expect(page).not.toContain(domain.toString("hex"));
	const [, held = ""] = /name="held" value="([0-9a-f-]{36})"/.exec(page) ?? [];
	expect((await anna.post(quarantine, { intent: "trust", held })).status).toBe(303);
	await untilCount(13);
	expect((await anna.post(quarantine, { intent: "trust", held })).status).toBe(404);
});

test("a rule is counted, asked for, agreed to by another person, done, and brought back exactly", async () => {
	await plantSignatures(
		app.owner,
		petitionId,
		Array.from({ length: 4 }, () => ({ country: "FR" })),
	);
	await untilCount(17);
	expect((await anna.post(quarantine, { intent: "preview" })).status).toBe(422);
	expect((await anna.post(quarantine, { intent: "preview", country: "fr" })).status).toBe(303);
	expect(await textOf(anna, quarantine)).toMatch(/Found 4, taken out 0/);
	const { id } = await app.owner.selectFrom("invalidations").select("id").executeTakeFirstOrThrow();
	const request = { action: "signatures.invalidate", campaign: "zhanaozen", subject: String(id) };
	expect((await anna.post("/organise/approvals", request)).status).toBe(303);
	expect(await textOf(anna, quarantine)).toContain("Another person has to agree.");
	expect(await count(app)).toBe(17);

	const approval = await app.owner.selectFrom("approvals").select("id").executeTakeFirstOrThrow();
	await anna.post("/organise/approvals", { intent: "agree", id: approval.id });
	expect(await app.owner.selectFrom("approvals").select("state").execute()).toEqual([{ state: "asked" }]);
	await bek.post("/organise/approvals", { intent: "agree", id: approval.id });
	await untilCount(13);
	await vi.waitFor(async () => expect(await textOf(anna, quarantine)).toMatch(/taken out 4/), 10_000);

	// What took two is not undone by one.
	expect((await anna.post(quarantine, { intent: "undo", id: String(id) })).status).toBe(404);
	await vi.waitFor(async () => expect(await textOf(anna, quarantine)).toContain("Bring back"), 10_000);
	const back = { ...request, action: "signatures.restore" };
	expect((await anna.post("/organise/approvals", back)).status).toBe(303);
	expect(await count(app)).toBe(13);
	const again = await app.owner
		.selectFrom("approvals")
		.select("id")
		.where("action", "=", "signatures.restore")
		.executeTakeFirstOrThrow();
	await bek.post("/organise/approvals", { intent: "agree", id: again.id });
	await untilCount(17);
});

test("an invalidation or a petition of another campaign is not found, and a writer sees none of it", async () => {
	expect((await anna.post(quarantine, { intent: "cancel", id: "999" })).status).toBe(404);
	expect((await anna.get(`${home}/petitions/nothing`)).status).toBe(404);
	const writer = await signIn(app, await makeOrganiser(app, { roles: ["writer"] }));
	expect((await writer.get(quarantine)).status).toBe(403);
});

test("each act is in the audit log, and none of its rows has a fingerprint", async () => {
	const rows = await app.owner.selectFrom("audit_log").select(["act", "about", "figures"]).execute();
	const acts = new Set(rows.map(({ act }) => act));
	for (const act of ["item.claimed", "item.shown", "item.hidden", "domain.trusted", "invalidation.previewed"])
		expect(acts).toContain(act);
	expect(JSON.stringify(rows)).not.toMatch(/[0-9a-f]{64}/);
});
