import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findWhole } from "#app/pickets/facts.server.ts";
import { hostsOf } from "#app/pickets/hosting/decide.server.ts";
import { type KeyRing, readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { hostLink, plainFields } from "#tests/support/picket-form.ts";
import { makePicket } from "#tests/support/pickets.ts";

let app: TestApp;
let keys: KeyRing;
beforeAll(async () => {
	app = await startApp({ MAIL_MAX_PER_ADDRESS: "20,50" }, undefined, () => new Date("2026-11-22T12:00Z"));
	keys = readKeyRing(app.settings.SECRET_KEYS);
	// The cities are read before anybody counts on an answer.
	await app.get("/en/pickets?city=London");
});
afterAll(() => app.stop());

const made = async (host: string, facts = {}) => {
	const picket = await makePicket(app.db, keys, { host, facts });
	return { ...picket, home: `/en/host/${picket.hostToken}` };
};
const page = async (path: string) => (await app.get(path)).text();
const stateOf = async (id: string) => (await findWhole(app.db, keys, id))?.state;
/** Invites a co-host, takes the link up and verifies; gives the co-host's own page. */
async function coHost(home: string, email: string): Promise<string> {
	await app.post(home, { intent: "invite" });
	const [invitation = ""] =
		(await page(home)).match(/\/en\/host\/[a-z2-7]{32}(?=">)/g)?.filter((link) => link !== home) ?? [];
	expect((await app.post(invitation, { intent: "take-up", email })).status).toBe(303);
	expect((await app.get(invitation)).status).toBe(404);
	const own = await hostLink(app, email);
	await app.post(own, { intent: "verify" });
	return own;
}

describe("a host's page", () => {
	test("is for its holder alone: not kept, not indexed, no referrer, and opening it changes nothing", async () => {
		const { home, id } = await made("one@example.org");
		const answer = await app.get(home);
		const { headers } = answer;
		expect([
			answer.status,
			headers.get("Cache-Control"),
			headers.get("X-Robots-Tag"),
			headers.get("Referrer-Policy"),
		]).toEqual([200, "private, no-store", "noindex", "no-referrer"]);
		expect(await stateOf(id)).toBe("listed");
		for (const path of ["/en/host/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "/en/host/x", `${home}x`])
			expect((await app.get(path)).status).toBe(404);
	});

	test("shows numbers and never an address, of those who come or of other hosts", async () => {
		const { home } = await made("two@example.org");
		await coHost(home, "quiet-co-host@example.org");
		for (const words of ["two@example.org", "quiet-co-host@example.org"]) expect(await page(home)).not.toContain(words);
		expect(await page(home)).toContain("Who comes");
	});

	test("calls it off by a button of its own, at once", async () => {
		const { home, id, slug } = await made("three@example.org");
		expect((await app.post(home, { intent: "cancel" })).status).toBe(303);
		expect(await stateOf(id)).toBe("cancelled");
		expect(await page(home)).toContain("It has been called off.");
		expect((await app.post(home, { intent: "cancel" })).status).toBe(409);
		expect(await page(`/en/pickets/${slug}`)).toContain("cancelled");
		expect((await app.get(`${home}/change`)).status).toBe(200);
	});

	test("takes changes by the form as it stands, and asks about the clocks as the first one does", async () => {
		const { home, id } = await made("four@example.org");
		const form = await page(`${home}/change`);
		for (const words of ["Picket at the embassy", "2026-12-16", "At the main entrance"]) expect(form).toContain(words);
		const fields = { ...plainFields, place: "", city: "London" };
		const gap = await app.post(`${home}/change`, { ...fields, date: "2027-03-28", begin: "01:30" });
		expect([gap.status, (await gap.text()).includes("01:30 does not exist on 28 March 2027")]).toEqual([422, true]);
		const changed = await app.post(`${home}/change`, { ...fields, begin: "11:00" });
		const told = await changed.text();
		expect(told).toContain("waits for a moderator");
		expect(told).toContain("told to the authorities anew");
		expect(await page(home)).toContain("Your change waits");
		expect((await findWhole(app.db, keys, id))?.facts.startsLocal).toBe("2026-12-16T12:00");
	});

	test("takes a message to those who come, holds it for a moderator, and two a day at most", async () => {
		const { home, id } = await made("five@example.org");
		const send = (message: string) => app.post(home, { intent: "message", message });
		expect((await send("")).status).toBe(422);
		expect((await send("a\u202eb")).status).toBe(422);
		expect((await send("Bring a lantern.")).status).toBe(200);
		expect((await send("And warm clothes.")).status).toBe(200);
		const third = await send("And a flask of tea.");
		expect([third.status, (await third.text()).includes("And a flask of tea.")]).toEqual([429, true]);
		const held = await app.owner.selectFrom("picket_messages").where("picket_id", "=", id).select("state").execute();
		expect(held.map(({ state }) => state)).toEqual(["waiting", "waiting"]);
	});
});

describe("a link that others have seen", () => {
	test("ends when its host makes a new one, which comes by mail alone", async () => {
		const { home, id } = await made("leaked@example.org");
		const answer = await app.post(home, { intent: "new-link" });
		const text = await answer.text();
		expect([answer.status, text.includes("The former link has ended.")]).toEqual([200, true]);
		expect(text.match(/\/host\/[a-z2-7]{32}/g)?.every((link) => home.endsWith(link)) ?? true).toBe(true);
		expect((await app.get(home)).status).toBe(404);
		expect((await app.post(home, { intent: "cancel" })).status).toBe(404);
		const own = await hostLink(app, "leaked@example.org");
		expect(own).not.toBe(home);
		expect((await app.get(own)).status).toBe(200);
		// Later mails lead to the new one.
		const hosts = await app.db.transaction().execute((trx) => hostsOf(trx, keys, id));
		expect(hosts.map(({ token }) => `/en/host/${token}`)).toEqual([own]);
	});

	test("pressed twice at once makes one new link and one mail; a co-host's own can be made anew too", async () => {
		const { home } = await made("twice@example.org");
		const own = await coHost(home, "co-leaked@example.org");
		const statuses = (await Promise.all([1, 2].map(() => app.post(own, { intent: "new-link" })))).map(
			({ status }) => status,
		);
		expect(statuses.filter((status) => status === 200)).toHaveLength(1);
		expect([(await app.get(own)).status, (await app.get(home)).status]).toEqual([404, 200]);
	});
});

test("a host who does not believe the numbers alone starts their count anew; who left an address stays", async () => {
	const { home, slug, id } = await made("flooded@example.org");
	const joined = (await app.post(`/en/pickets/${slug}/rsvp`, { party: "50" })).headers.get("location") ?? "";
	await app.post(`/en/pickets/${slug}/rsvp`, { party: "3", email: "comes@example.org" });
	expect(await page(home)).toContain("50 in 1 party");
	expect((await app.post(home, { intent: "count-anew" })).status).toBe(303);
	expect(await page(home)).not.toContain("50 in 1 party");
	expect((await app.get(joined)).status).toBe(404);
	const left = await app.owner.selectFrom("picket_rsvps").where("picket_id", "=", id).select("party").execute();
	expect(left).toEqual([{ party: 3 }]);
});

describe("a co-host", () => {
	test("comes by a link that works once, with an address and a page of their own, and can do what the host can", async () => {
		const { home, id } = await made("six@example.org");
		const own = await coHost(home, "helper@example.org");
		expect(own).not.toBe(home);
		expect(await page(own)).not.toContain("Make a link");
		expect((await app.post(own, { intent: "cancel" })).status).toBe(303);
		expect(await stateOf(id)).toBe("cancelled");
	});

	test("can be removed by the host, and removes nobody", async () => {
		const { home, id, hostId } = await made("seven@example.org");
		const own = await coHost(home, "gone@example.org");
		const { id: coHostId } = await app.owner
			.selectFrom("picket_hosts")
			.where("picket_id", "=", id)
			.where("role", "=", "co-host")
			.select("id")
			.executeTakeFirstOrThrow();
		await app.post(own, { intent: "remove", co_host: hostId });
		await app.post(home, { intent: "remove", co_host: hostId });
		expect((await app.post(home, { intent: "remove", co_host: "-".repeat(36) })).status).toBe(303);
		expect((await app.get(home)).status).toBe(200);
		await app.post(home, { intent: "remove", co_host: coHostId });
		expect((await app.get(own)).status).toBe(404);
		const erased = await app.owner.selectFrom("erasures").where("row_id", "=", coHostId).select("about").execute();
		expect(erased).toEqual([{ about: "host" }]);
	});

	test("is one of five at most, however fast they are invited", async () => {
		const { home, id } = await made("eight@example.org");
		const answers = await Promise.all(Array.from({ length: 8 }, () => app.post(home, { intent: "invite" })));
		expect(answers.filter(({ status }) => status === 303).length).toBe(5);
		const rows = await app.owner.selectFrom("picket_hosts").where("picket_id", "=", id).select("id").execute();
		expect(rows.length).toBe(6);
	});

	test("link that one person takes up twice at once makes one co-host and one mail", async () => {
		const { home, id } = await made("nine@example.org");
		await app.post(home, { intent: "invite" });
		const [link = ""] =
			(await page(home)).match(/\/en\/host\/[a-z2-7]{32}(?=">)/g)?.filter((found) => found !== home) ?? [];
		const taken = ["first@example.org", "second@example.org"].map((email) =>
			app.post(link, { intent: "take-up", email }),
		);
		const statuses = (await Promise.all(taken)).map(({ status }) => status);
		expect(statuses.filter((status) => status === 303).length).toBe(1);
		const rows = await app.owner.selectFrom("picket_hosts").where("picket_id", "=", id).select("state").execute();
		expect(rows.map(({ state }) => state).sort()).toEqual(["active", "unverified"]);
	});
});
