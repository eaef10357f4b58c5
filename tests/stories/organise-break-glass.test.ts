import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run as breakGlass } from "#app/cli/break-glass.ts";
import { run as invite } from "#app/cli/invite-organiser.ts";
import { run as list } from "#app/cli/list-organisers.ts";
import { sampleLinks } from "#app/organise/sign-in/samples.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { addressKey } from "#emails/address-key.ts";
import type { StoredMail } from "#sandbox/mailbox/stored-mail.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { operate } from "#tests/support/operator.ts";
import { makeOrganiser, signIn, withCookie } from "#tests/support/organiser.ts";
import { mailTo } from "#tests/support/signing.ts";
import { comeIn, cookiesOf, linkIn } from "#tests/support/signing-in.ts";

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

/** They are told as everybody is, and get the link: two mails, in whichever order. */
async function linkTo(email: string): Promise<string> {
	const mails = [await mailTo(app, email), await mailTo(app, email, 2)];
	const mail = mails.find(({ text }) => text.includes("/organise/links/"));
	expect(mail).toBeDefined();
	return linkIn(mail as StoredMail);
}

const hoursPass = (hours: number) =>
	sql`update organiser_links set not_before = not_before - make_interval(hours => ${hours}),
		expires_at = expires_at - make_interval(hours => ${hours})`.execute(app.owner);
const again = { name: "Back Again", password: "another long sentence" };

test("the first organiser comes by the operator's tool; who has come in before is only given the role", async () => {
	const email = "first@example.org";
	const said = await operate(
		app,
		invite,
		email,
		"--campaign",
		"zhanaozen",
		"--role",
		"administrator",
		"--language",
		"kk",
	);
	expect(said).not.toContain(email);
	const mail = await mailTo(app, email);
	expect(mail.subject).toBe("Сізді шақырады");
	await comeIn(app, linkIn(mail), { name: "First", password: "a sentence of my own" });
	await operate(app, invite, email, "--campaign", "zhanaozen", "--role", "writer");
	expect((await app.mails()).filter(({ to }) => to === email)).toHaveLength(1);
	const listed = await operate(app, list);
	expect(listed).toMatch(/active {2}First {2}zhanaozen\/administrator {2}zhanaozen\/writer\n/);
	expect(listed).not.toContain("example.org");
	for (const wrong of [
		["no-address", "--campaign", "zhanaozen", "--role", "writer"],
		[email, "--campaign", "nowhere", "--role", "writer"],
		[email, "--campaign", "zhanaozen", "--role", "king"],
	])
		await expect(operate(app, invite, ...wrong)).rejects.toThrow(/^organiser invite/);
});

test("break-glass tells every organiser at once, and its link works only after 24 hours; then all is new", async () => {
	const lost = await makeOrganiser(app, { email: "lost@example.org", roles: ["writer"], name: "Lost Phone" });
	const other = await makeOrganiser(app, { email: "other@example.org", roles: ["translator"], locale: "ru" });
	await makeOrganiser(app, { email: "elsewhere@example.org", roles: [] });
	const old = await signIn(app, lost);
	const said = await operate(app, breakGlass, lost.email);
	expect(said).not.toContain("example.org");
	const notice = await mailTo(app, other.email);
	expect(notice.subject).toBe("Посмотрите, пожалуйста");
	expect(notice.text).toContain("/organise/me");
	expect(notice.text).not.toContain("Lost");
	expect((await app.mails()).some(({ to }) => to === "elsewhere@example.org")).toBe(false);
	const link = await linkTo(lost.email);

	await hoursPass(23);
	const early = await (await app.get(link)).text();
	expect(early).not.toContain('name="setup"');
	expect((await comeIn(app, link, again)).status).toBe(410);
	expect(await (await (await signIn(app, other)).get("/organise/me")).text()).toContain("Lost Phone");

	await hoursPass(2);
	const came = await comeIn(app, link, again);
	expect(came.status).toBe(200);
	expect((await old.get("/organise/me")).status).toBe(303);
	expect(await (await withCookie(app.origin, came.cookie).get("/organise/me")).text()).toContain("Back Again");
});

test("any organiser of the same campaign can stop it, and nobody else", async () => {
	const lost = await makeOrganiser(app, { email: "stopped@example.org", roles: ["writer"] });
	await operate(app, breakGlass, lost.email);
	const link = await linkTo(lost.email);
	const stranger = await signIn(app, await makeOrganiser(app, { roles: [] }));
	const stop = { intent: "stop-recovery", organiser: lost.id };
	expect((await stranger.post("/organise/me", stop)).status).toBe(404);
	const fellow = await signIn(app, await makeOrganiser(app, { roles: ["translator"] }));
	expect((await fellow.post("/organise/me", stop)).status).toBe(303);
	await hoursPass(25);
	expect((await app.get(link)).status).toBe(404);
	await expect(operate(app, breakGlass, "unknown@example.org")).rejects.toThrow("nobody who can sign in");
	await expect(operate(app, breakGlass, "administrator@sample.invalid")).rejects.toThrow("nobody who can sign in");
});

test("the demonstration's organisers come in by a printed link, once, by pressing a button", async () => {
	const links = await sampleLinks(app.db, await house());
	expect(links).toHaveLength(3);
	const path = `/organise/links/${links[0]?.token}`;
	expect((await app.get(path)).headers.getSetCookie()).toEqual([]);
	const came = await app.post(path, {}, { Origin: app.origin });
	expect([came.status, came.headers.get("Location")]).toEqual([303, "/organise"]);
	const browser = withCookie(app.origin, cookiesOf(came));
	expect((await browser.get("/organise/me")).status).toBe(200);
	expect((await app.post(path, {}, { Origin: app.origin })).status).toBe(410);
	// One button stands for the code.
	await sql`update organiser_sessions set stepped_up_at = null`.execute(app.owner);
	const stepped = await browser.post("/organise/step-up", { back: "/organise/me" });
	expect(stepped.status).toBe(303);
	// Made anew, the links of the last start work no longer.
	const [, second] = links;
	await sampleLinks(app.db, await house());
	expect((await app.get(`/organise/links/${second?.token}`)).status).toBe(404);
});
