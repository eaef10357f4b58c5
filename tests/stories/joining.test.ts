import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { attendance } from "#app/pickets/attendance.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { edit, inHours } from "#tests/support/attendees.ts";
import { type MadePicket, makePicket } from "#tests/support/pickets.ts";
import { mailTo } from "#tests/support/signing.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp({ MAIL_MAX_PER_ADDRESS: "20,50" });
});
afterAll(() => app.stop());
beforeEach(async () => {
	await sql`truncate picket_rsvps, erasures cascade`.execute(app.owner);
});

const make = (made: MadePicket = {}) =>
	makePicket(app.db, readKeyRing(app.settings.SECRET_KEYS), { ...made, facts: { ...inHours(48), ...made.facts } });
const join = (slug: string, fields: Record<string, string>, locale = "en") =>
	app.post(`/${locale}/pickets/${slug}/rsvp`, fields);
const rows = () => app.owner.selectFrom("picket_rsvps").selectAll().execute();
const pathOf = (text: string) => /\/[a-z]{2}\/attend\/[a-z2-7]{32}/.exec(text)?.[0] ?? "no link";
const going = async (id: string) => {
	const { withAddress, without, hearing } = await attendance(app.db, id);
	return { withAddress, without, hearing };
};

describe("a number alone", () => {
	test("counts at once; its page has the calendar file first, and the only way back", async () => {
		const picket = await make();
		const answer = await join(picket.slug, { party: "3" });
		expect(answer.status).toBe(303);
		const path = answer.headers.get("location") ?? "";
		expect(path).toBe(pathOf(path));
		expect(await going(picket.id)).toEqual({ withAddress: 0, without: 3, hearing: 0 });
		expect(await rows()).toMatchObject([{ sealed: null, fingerprint: null }]);

		const page = await app.get(path);
		expect(page.headers.get("cache-control")).toBe("private, no-store");
		expect(page.headers.get("referrer-policy")).toBe("no-referrer");
		expect(page.headers.get("set-cookie")).toBeNull();
		const text = await page.text();
		expect(text).toContain("You are counted: 3.");
		expect(text.indexOf(`/pickets/${picket.slug}.ics`)).toBeLessThan(text.indexOf("/pickets.ics"));

		await app.get(path);
		expect(await going(picket.id)).toMatchObject({ without: 3 });
		expect((await app.post(path, { intent: "leave" })).status).toBe(200);
		expect(await rows()).toEqual([]);
		expect((await app.post(path, { intent: "leave" })).status).toBe(410);
		expect((await app.get(path)).status).toBe(404);
		expect(await app.owner.selectFrom("erasures").select("about").execute()).toEqual([{ about: "rsvp" }]);
	});
});

describe("an address", () => {
	test("counts when the button behind the mail's link is pressed, and not when it is looked at", async () => {
		const picket = await make();
		const answer = await join(picket.slug, { email: "suzie@example.org", party: "2" }, "ru");
		expect(answer.headers.get("location")).toBe(`/ru/pickets/${picket.slug}/check-your-email`);
		expect((await app.get(`/ru/pickets/${picket.slug}/check-your-email`)).status).toBe(200);
		const mail = await mailTo(app, "suzie@example.org");
		expect(`${mail.subject}${mail.text}`).not.toMatch(/embassy|London|Лондон|union/);
		const path = pathOf(mail.text);
		expect(path).toMatch(/^\/ru\//);
		for (let n = 0; n < 2; n++) expect(await (await app.get(path)).text()).toContain("Всё верно?");
		expect(await going(picket.id)).toEqual({ withAddress: 0, without: 0, hearing: 0 });
		for (let n = 0; n < 2; n++) {
			expect((await app.post(path, { intent: "confirm" })).headers.get("location")).toBe(path);
			expect(await going(picket.id)).toEqual({ withAddress: 2, without: 0, hearing: 0 });
		}
		expect(await (await app.get(path)).text()).toContain("Мы вас учли, вас 2.");
	});

	test("posted again by somebody changes nothing until its holder confirms; then the new answer holds", async () => {
		const picket = await make();
		const confirm = async (nth: number) => {
			const path = pathOf((await mailTo(app, "sam@example.org", nth)).text);
			await app.post(path, { intent: "confirm" });
			return path;
		};
		await join(picket.slug, { email: "sam@example.org", party: "2" });
		const first = await confirm(1);
		const answers = await Promise.all(
			["sam@example.org", "new@example.org"].map((email) => join(picket.slug, { email, party: "9" })),
		);
		expect(answers.map(({ status, headers }) => [status, headers.get("location")])).toEqual(
			Array(2).fill([303, `/en/pickets/${picket.slug}/check-your-email`]),
		);
		expect(await going(picket.id)).toMatchObject({ withAddress: 2 });
		const second = await confirm(2);
		expect(await going(picket.id)).toMatchObject({ withAddress: 9 });
		expect((await app.get(first)).status).toBe(404);
		expect(await confirm(2)).toBe(second);
		expect(await rows()).toHaveLength(2);
	});

	test("without a number is only told; one that was never confirmed can be deleted by its holder", async () => {
		const picket = await make();
		await join(picket.slug, { email: "hears@example.org" });
		const path = pathOf((await mailTo(app, "hears@example.org")).text);
		await app.post(path, { intent: "confirm" });
		expect(await going(picket.id)).toEqual({ withAddress: 0, without: 0, hearing: 1 });
		await join(picket.slug, { email: "not-me@example.org", party: "5" });
		const other = pathOf((await mailTo(app, "not-me@example.org")).text);
		expect((await app.post(other, { intent: "leave" })).status).toBe(200);
		expect(await rows()).toHaveLength(1);
	});

	test("hears of a change by a real mail: old and new, the calendar file, the way out", async () => {
		const picket = await make({ facts: inHours(2) });
		await join(picket.slug, { email: "told@example.org", party: "1" });
		await app.post(pathOf((await mailTo(app, "told@example.org")).text), { intent: "confirm" });
		await edit(app, picket, { title: "Another title" }, readKeyRing(app.settings.SECRET_KEYS));
		const mail = await mailTo(app, "told@example.org", 2);
		expect(mail.subject).toMatch(/^Something has changed: /);
		expect(mail.text).toContain("What: Another title\n(before: Picket at the embassy)");
		expect(mail.headers["list-unsubscribe"]).toMatch(/^<http:\/\/localhost:\d+\/en\/attend\/[a-z2-7]{32}>$/);
		expect(mail.headers["content-type"]).toMatch(/^multipart\/mixed/);
	});
});

describe("what is refused", () => {
	test.each([
		[{}, "Write a number, an email address, or both"],
		[{ party: "0" }, "Write a number from 1 to 50"],
		[{ party: "51" }, "Write a number from 1 to 50"],
		[{ party: "many" }, "Write a number from 1 to 50"],
		[{ email: "nobody", party: "2" }, "This does not look like an email address"],
	])("%o is shown again with the reason beside the field", async (fields, reason) => {
		const picket = await make();
		const answer = await join(picket.slug, fields as Record<string, string>);
		const text = await answer.text();
		expect([answer.status, answer.headers.get("cache-control")]).toEqual([422, "private, no-store"]);
		expect(text).toContain(reason);
		for (const value of Object.values(fields)) expect(text).toContain(`value="${value}"`);
		expect(await rows()).toEqual([]);
	});

	test("what is full says so, and that changes can still be heard of", async () => {
		const picket = await make({ kind: "meeting", facts: { capacity: 2 } });
		const answer = await join(picket.slug, { party: "2" });
		expect(answer.status).toBe(422);
		expect(await answer.text()).toContain("Places are limited: write an address and confirm it");
		await join(picket.slug, { email: "first@example.org", party: "2" });
		await app.post(pathOf((await mailTo(app, "first@example.org")).text), { intent: "confirm" });
		await join(picket.slug, { email: "third@example.org", party: "1" });
		const path = pathOf((await mailTo(app, "third@example.org")).text);
		const full = await app.post(path, { intent: "confirm" });
		expect(full.status).toBe(409);
		expect(await full.text()).toContain('value="hear"');
		await app.post(path, { intent: "hear" });
		expect(await going(picket.id)).toEqual({ withAddress: 2, without: 0, hearing: 1 });
	});

	test("a picket that is over, called off, unknown, or known only by its secret link", async () => {
		const status = async (made: MadePicket, fields = {}) =>
			(await join((await make(made)).slug, { party: "1", ...fields })).status;
		expect(await status({ facts: inHours(-3) })).toBe(409);
		expect(await status({ state: "cancelled" })).toBe(409);
		for (const state of ["unverified", "waiting", "unlisted", "rejected"] as const)
			expect(await status({ state })).toBe(404);
		expect((await join("no-such-picket", { party: "1" })).status).toBe(404);
		const unlisted = await make({ state: "unlisted" });
		expect((await join(unlisted.slug, { party: "1", secret: unlisted.secret })).status).toBe(303);
	});

	test("a trap for bots: the same answer, and no number", async () => {
		const picket = await make();
		const answer = await join(picket.slug, { party: "50", homepage: "https://example.org" });
		expect(answer.status).toBe(303);
		expect((await app.get(answer.headers.get("location") ?? "")).status).toBe(200);
		expect(await going(picket.id)).toMatchObject({ without: 0 });
	});

	test("GET of the form's own address leads to the picket", async () => {
		const picket = await make();
		const answer = await app.get(`/kk/pickets/${picket.slug}/rsvp`);
		expect([answer.status, answer.headers.get("location")]).toEqual([303, `/kk/pickets/${picket.slug}`]);
	});
});

test("a meeting point at level `joined` stands on the page of who confirmed, and on no other", async () => {
	const picket = await make({ facts: { addressLevel: "joined", meetingPoint: "Behind the blue door" } });
	const number = await join(picket.slug, { party: "1" });
	await join(picket.slug, { email: "knows@example.org", party: "1" });
	const path = pathOf((await mailTo(app, "knows@example.org")).text);
	const see = async (at: string) => (await (await app.get(at)).text()).includes("blue door");
	expect([await see(path), await see(number.headers.get("location") ?? "")]).toEqual([false, false]);
	await app.post(path, { intent: "confirm" });
	expect(await see(path)).toBe(true);
});

test.each(["joined", "approved"] as const)(
	"a meeting point at level `%s` is told to nobody who only hears of changes, on a page or in a mail",
	async (addressLevel) => {
		const facts = { ...inHours(2), addressLevel, meetingPoint: "Behind the blue door" };
		const picket = await makePicket(app.db, readKeyRing(app.settings.SECRET_KEYS), { facts });
		const to = `hears-${addressLevel}@example.org`;
		await join(picket.slug, { email: to });
		const path = pathOf((await mailTo(app, to)).text);
		await app.post(path, { intent: "confirm" });
		expect(await rows()).toMatchObject([{ state: "going", party: null }]);
		expect(await (await app.get(path)).text()).not.toContain("blue door");
		await edit(app, picket, { title: "Another title" }, readKeyRing(app.settings.SECRET_KEYS));
		const mail = await mailTo(app, to, 2);
		expect(mail.subject).toMatch(/^Something has changed: /);
		expect(mail.text).not.toContain("blue door");
		// Nor does hearing of changes let anybody in who comes later.
		await join(picket.slug, { email: to, party: "1" });
		await app.post(pathOf((await mailTo(app, to, 3)).text), { intent: "confirm" });
		expect(await rows()).toMatchObject([{ state: addressLevel === "approved" ? "asking" : "going", party: 1 }]);
	},
);

test("no address, token or number of anybody is logged", async () => {
	const picket = await make();
	await join(picket.slug, { email: "canary@example.org", party: "7" });
	const path = pathOf((await mailTo(app, "canary@example.org")).text);
	await app.post(path, { intent: "confirm" });
	await vi.waitFor(async () => {
		const open = await app.owner
			.selectFrom("email_deliveries")
			.where("params_sealed", "is not", null)
			.select("id")
			.execute();
		expect(open).toEqual([]);
	});
	expect(app.logged.join("\n")).not.toMatch(/canary|attend\/[a-z2-7]{20}/);
});
