import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inviteOrganiser } from "#app/organise/sign-in/invite.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { addressKey } from "#emails/address-key.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { makeOrganiser, type Organiser, signIn, withCookie } from "#tests/support/organiser.ts";
import { mailTo } from "#tests/support/signing.ts";
import { comeIn, cookiesOf, linkIn, typeIn } from "#tests/support/signing-in.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp();
	// Loads the routes, so that no wait for a mail has to.
	await app.mails();
});
afterAll(() => app.stop());

async function house() {
	const keys = readKeyRing(app.settings.SECRET_KEYS);
	return { keys, addressKey: await addressKey(app.db, keys) };
}

const right = ({ email, password, code }: Organiser, steps = 0) => ({ email, password, code: code(steps) });
const forget = () => sql`truncate sign_in_attempts`.execute(app.owner);

describe("an invitation", () => {
	const invite = async (email: string) =>
		inviteOrganiser(app.db, await house(), {
			email,
			campaignId: 1,
			roles: ["writer"],
			locale: "ru",
			by: null,
			origin: app.origin,
		});

	test("is a mail that names no cause; its link sets name, password and second factor, shows recovery codes, and signs in", async () => {
		await invite("invited@example.org");
		const mail = await mailTo(app, "invited@example.org");
		expect(mail.subject).toBe("Вас приглашают");
		const link = linkIn(mail);
		const page = await app.get(link);
		expect([page.status, page.headers.get("Referrer-Policy")]).toEqual([200, "strict-origin"]);
		const came = await comeIn(app, link, { name: "Sample  Writer", password: "a sentence of my own" });
		expect(came.status).toBe(200);
		expect(came.recoveryCodes).toHaveLength(10);
		const me = await withCookie(app.origin, came.cookie).get("/organise/me");
		expect(await me.text()).toContain("Sample Writer");
		const again = await app.get(link);
		expect(again.status).toBe(410);
	});

	test("of which each field is wrong says so beside it, keeps the secret, and takes nobody in", async () => {
		await invite("careless@example.org");
		const link = linkIn(await mailTo(app, "careless@example.org"));
		const wrong = await comeIn(app, link, { name: "", password: "qwertyuiop123", code: "000000" });
		expect(wrong.status).toBe(422);
		expect(wrong.text).toMatch(/id="name-error"[\s\S]*id="password-error"[\s\S]*id="code-error"/);
		expect(wrong.text).toContain(wrong.carried);
		const short = await comeIn(app, link, { name: "x", password: "eleven char" });
		expect([short.status, /id="password-error"/.test(short.text)]).toEqual([422, true]);
		for (const password of ["Zhanaozen 16.12.2011", "Жаңаөзен-2026", "careless-example-1"]) {
			const known = await comeIn(app, link, { name: "x", password });
			expect([password, known.status]).toEqual([password, 422]);
			expect(known.text).toContain('id="password-error">Если убрать названия кампаний');
		}
		const { state } = await app.db
			.selectFrom("organiser_links")
			.innerJoin("organisers as o", "o.id", "organiser_id")
			.where("used_at", "is", null)
			.where("purpose", "=", "invitation")
			.select("o.state")
			.executeTakeFirstOrThrow();
		expect(state).toBe("invited");
	});

	test("works once, also for two at once; a newer one ends the older", async () => {
		await invite("twice@example.org");
		const older = linkIn(await mailTo(app, "twice@example.org"));
		await invite("twice@example.org");
		const link = linkIn(await mailTo(app, "twice@example.org", 2));
		expect((await app.get(older)).status).toBe(404);
		const both = await Promise.all([
			comeIn(app, link, { name: "One", password: "a sentence of my own" }),
			comeIn(app, link, { name: "Two", password: "a sentence of mine too" }),
		]);
		expect(both.map(({ status }) => status).sort()).toEqual([200, 410]);
	});
});

describe("signing in", () => {
	test("takes address, password and code, and leads on within the desk alone", async () => {
		const organiser = await makeOrganiser(app);
		const first = await typeIn(app, { ...right(organiser), back: "/organise/me" });
		expect([first.status, first.headers.get("Location")]).toEqual([303, "/organise/me"]);
		for (const back of ["//elsewhere.example", "https://elsewhere.example/organise", "/en", "/organise/sign-out"]) {
			await app.owner.updateTable("organisers").set({ totp_last_step: null }).execute();
			const answer = await typeIn(app, { ...right(organiser), back });
			expect(answer.headers.get("Location")).toBe("/organise");
		}
		expect(first.headers.getSetCookie().map((line) => line.replace(/=[^;]*/, "="))).toEqual([
			"__Host-session=; Path=/; Secure; HttpOnly; SameSite=Lax",
			"__Host-device=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=34560000",
		]);
		const kept = JSON.stringify(await app.owner.selectFrom("organiser_sessions").selectAll().execute());
		expect(kept).not.toContain(cookiesOf(first).split("=")[1]);
	});

	test("says the same of an unknown address, a wrong password and a wrong code", async () => {
		const organiser = await makeOrganiser(app);
		const typed = right(organiser);
		const answers = await Promise.all(
			[{ email: "nobody@example.org" }, { password: "another password" }, { code: "000000" }].map((wrong) =>
				typeIn(app, { ...typed, ...wrong }),
			),
		);
		const texts = await Promise.all(
			answers.map(async (answer) => (await answer.text()).replace(/value="[^"]*@[^"]*"/, "")),
		);
		expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);
		expect(new Set(texts).size).toBe(1);
	});

	test("takes a code once, also from two at once", async () => {
		const organiser = await makeOrganiser(app);
		const typed = right(organiser);
		const both = await Promise.all([typeIn(app, typed), typeIn(app, typed), typeIn(app, typed)]);
		expect(both.map(({ status }) => status).sort()).toEqual([303, 422, 422]);
		expect((await typeIn(app, typed)).status).toBe(422);
		// Nor one that is older than the last one taken.
		expect((await typeIn(app, right(organiser, -1))).status).toBe(422);
		expect((await typeIn(app, right(organiser, 1))).status).toBe(303);
	});

	test("takes no code of long ago or far ahead", async () => {
		for (const steps of [-2, 3])
			expect((await typeIn(app, right(await makeOrganiser(app), steps))).status, String(steps)).toBe(422);
	});

	test("takes each recovery code once", async () => {
		const email = "recovers@example.org";
		const organiser = await makeOrganiser(app, { email });
		const browser = await signIn(app, organiser);
		const page = await (await browser.post("/organise/me", { intent: "codes" })).text();
		const [code = "", other = ""] = [...page.matchAll(/<code>([a-z2-7 ]{29})<\/code>/g)].map(([, text]) => text);
		const typed = { email, password: organiser.password };
		expect((await typeIn(app, { ...typed, code })).status).toBe(303);
		expect((await typeIn(app, { ...typed, code })).status).toBe(422);
		expect((await typeIn(app, { ...typed, code: other.replaceAll(" ", "").toUpperCase() })).status).toBe(303);
		const hashes = JSON.stringify(await app.owner.selectFrom("organiser_recovery_codes").selectAll().execute());
		expect(hashes).not.toContain(code);
	});

	test("does not go on in a session that the browser brought along", async () => {
		const organiser = await makeOrganiser(app);
		const planted = `__Host-session=${"a".repeat(32)}`;
		const answer = await typeIn(app, right(organiser), { Cookie: planted });
		expect(cookiesOf(answer)).not.toContain(planted);
		expect((await withCookie(app.origin, planted).get("/organise/me")).status).toBe(303);
		// Nor is a stranger's session left open in the browser.
		const stranger = await signIn(app, await makeOrganiser(app));
		await typeIn(app, right(organiser, 1), { Cookie: stranger.cookie });
		expect((await stranger.get("/organise/me")).status).toBe(303);
	});
});

describe("guessing", () => {
	test("is slowed after five, whether the address is known or not, and right credentials too", async () => {
		await forget();
		const organiser = await makeOrganiser(app);
		for (const email of [organiser.email, "unknown@example.org"]) {
			const answers = [];
			for (let i = 0; i < 7; i++)
				answers.push((await typeIn(app, { email, password: "a guess of somebody", code: "123456" })).status);
			expect(answers).toEqual([422, 422, 422, 422, 422, 429, 429]);
		}
		expect((await typeIn(app, right(organiser))).status).toBe(429);
	});

	test("by many at once gets no more looks than one after another", async () => {
		await forget();
		const { email } = await makeOrganiser(app);
		const guess = () => typeIn(app, { email, password: "a guess of somebody", code: "123456" });
		const answers = await Promise.all(Array.from({ length: 20 }, guess));
		expect(answers.filter(({ status }) => status === 422)).toHaveLength(5);
	});

	test("waits twice as long each time, a quarter of an hour at most", async () => {
		await forget();
		const { email } = await makeOrganiser(app);
		const guess = async () => (await typeIn(app, { email, password: "a guess of somebody", code: "123456" })).status;
		const earlier = (seconds: number) =>
			sql`update sign_in_attempts set last_at = now() - make_interval(secs => ${seconds})`.execute(app.owner);
		for (let i = 0; i < 5; i++) await guess();
		for (let wait = 15; wait < 2_000; wait *= 2) {
			const capped = Math.min(wait, 900);
			await earlier(capped * 0.5);
			expect(await guess(), `half of ${capped} s`).toBe(429);
			await earlier(capped + 1);
			expect(await guess(), `${capped} s`).toBe(422);
		}
	});

	test("by strangers leaves the browser in that has signed in before", async () => {
		await forget();
		const organiser = await makeOrganiser(app);
		const own = cookiesOf(await typeIn(app, right(organiser, -1)));
		const guess = () => typeIn(app, { email: organiser.email, password: "a guess of somebody", code: "123456" });
		await Promise.all(Array.from({ length: 30 }, guess));
		expect((await typeIn(app, right(organiser))).status).toBe(429);
		expect((await typeIn(app, right(organiser), { Cookie: own })).status).toBe(303);
		// The cookie of one organiser's browser is any stranger's for another.
		const other = await makeOrganiser(app);
		await Promise.all(
			Array.from({ length: 6 }, () => typeIn(app, { email: other.email, password: "a guess", code: "1" })),
		);
		expect((await typeIn(app, right(other), { Cookie: own })).status).toBe(429);
	});
});

describe("a form", () => {
	test.each([
		["of another site", { Origin: "https://elsewhere.example" }],
		["of a page without a name", { Origin: "null" }],
		["of which nobody says where it comes from", { Origin: "" }],
		["that the browser calls another site's", { "Sec-Fetch-Site": "same-site" }],
	])("%s is refused, and nothing is changed", async (_, headers) => {
		const organiser = await makeOrganiser(app);
		const browser = await signIn(app, organiser);
		const sent: Record<string, string> = { Cookie: browser.cookie, Origin: app.origin, ...headers };
		if (sent.Origin === "") delete sent.Origin;
		const answer = await app.post("/organise/me", { intent: "language", locale: "kk" }, sent);
		expect(answer.status).toBe(403);
		expect((await app.post("/organise/sign-in", right(organiser), sent)).status).toBe(403);
		const { locale } = await app.db
			.selectFrom("organisers")
			.where("id", "=", organiser.id)
			.select("locale")
			.executeTakeFirstOrThrow();
		expect(locale).toBe("en");
	});
});

describe("a session", () => {
	const move = (id: string, column: string, minutes: number) =>
		sql`update organiser_sessions set ${sql.ref(column)} = ${sql.ref(column)} - make_interval(mins => ${minutes})
			where organiser_id = ${id}`.execute(app.owner);
	const open = async (browser: { get(path: string): Promise<Response> }) =>
		(await browser.get("/organise/me")).status === 200;

	test("ends after half an hour without a request, or two hours for who only moderates", async () => {
		for (const [roles, minutes] of [
			[["moderator"], 120],
			[["moderator", "writer"], 30],
			[["administrator"], 30],
		] as const) {
			const organiser = await makeOrganiser(app, { roles });
			const browser = await signIn(app, organiser);
			await move(organiser.id, "seen_at", minutes - 1);
			expect(await open(browser), `${roles}`).toBe(true);
			await move(organiser.id, "seen_at", minutes + 1);
			expect(await open(browser), `${roles}`).toBe(false);
		}
	});

	test("ends twelve hours after it began, however busy", async () => {
		const organiser = await makeOrganiser(app);
		const browser = await signIn(app, organiser);
		const { ends_at, started_at } = await app.db
			.selectFrom("organiser_sessions")
			.where("organiser_id", "=", organiser.id)
			.select(["ends_at", "started_at"])
			.executeTakeFirstOrThrow();
		expect(ends_at.getTime() - started_at.getTime()).toBe(12 * 60 * 60_000);
		await sql`update organiser_sessions set started_at = now() - interval '12 hours 1 minute', ends_at = now() - interval '1 minute'
			where organiser_id = ${organiser.id}`.execute(app.owner);
		expect(await open(browser)).toBe(false);
	});

	test("is listed with when it began and was last seen, and can be ended from another one of the same organiser", async () => {
		const organiser = await makeOrganiser(app);
		const [lost, kept] = [await signIn(app, organiser), await signIn(app, organiser)];
		const stranger = await signIn(app, await makeOrganiser(app));
		const page = await (await kept.get("/organise/me")).text();
		const [id = ""] = [...page.matchAll(/name="session" value="([^"]+)"/g)].map(([, value]) => value);
		await stranger.post("/organise/me", { intent: "end-session", session: id });
		expect(await open(lost)).toBe(true);
		await kept.post("/organise/me", { intent: "end-session", session: id });
		expect([await open(lost), await open(kept)]).toEqual([false, true]);
	});

	test("ends by signing out, which is a post", async () => {
		const browser = await signIn(app, await makeOrganiser(app));
		await browser.get("/organise/sign-out");
		expect(await open(browser)).toBe(true);
		const out = await browser.post("/organise/sign-out", {});
		expect(out.headers.getSetCookie()[0]).toContain("__Host-session=; Path=/");
		expect(await open(browser)).toBe(false);
	});

	test("ends with all others when the organiser is disabled, and when the password is changed", async () => {
		const organiser = await makeOrganiser(app, { roles: ["writer"] });
		const [old, own] = [await signIn(app, organiser), await signIn(app, organiser)];
		const wrong = { intent: "password", current: "not my password", next: "another long sentence" };
		expect((await own.post("/organise/me", wrong)).status).toBe(422);
		const changed = await own.post("/organise/me", { ...wrong, current: organiser.password });
		expect(changed.status).toBe(303);
		expect([await open(old), await open(own)]).toEqual([false, false]);
		const renewed = withCookie(app.origin, cookiesOf(changed));
		expect(await open(renewed)).toBe(true);
		await app.owner.updateTable("organisers").set({ state: "disabled" }).where("id", "=", organiser.id).execute();
		expect(await open(renewed)).toBe(false);
	});

	test("needs a code anew after ten minutes before what cannot be taken back, and goes on under a new token", async () => {
		const organiser = await makeOrganiser(app);
		const browser = await signIn(app, organiser);
		await move(organiser.id, "stepped_up_at", 11);
		const asked = await browser.post("/organise/me", { intent: "codes" });
		expect(asked.headers.get("Location")).toBe("/organise/step-up?back=/organise/me");
		expect((await browser.post("/organise/step-up", { code: "000000" })).status).toBe(422);
		const code = organiser.code();
		const stepped = await browser.post("/organise/step-up", { code, back: "/organise/me" });
		expect([stepped.status, stepped.headers.get("Location")]).toEqual([303, "/organise/me"]);
		expect(await open(browser)).toBe(false);
		const renewed = withCookie(app.origin, cookiesOf(stepped));
		expect((await renewed.post("/organise/me", { intent: "codes" })).status).toBe(200);
		expect((await renewed.post("/organise/step-up", { code })).status).toBe(422);
	});
});
