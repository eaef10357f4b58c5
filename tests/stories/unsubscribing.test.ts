import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { unsubscribeToken } from "#app/seal/mail-tokens.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { linkIn, mailTo, sign } from "#tests/support/signing.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp({ MAIL_MAX_PER_ADDRESS: "50,50" });
});
afterAll(() => app.stop());

const nobodys = "a".repeat(48);

/** Somebody signs and asks for updates. @returns the subscription and the token of its mails */
async function subscribed(email: string, locale = "en") {
	const known = new Set((await ids()).map(({ id }) => id));
	await sign(app, email, { updates: "on" }, `/${locale}/petitions/zhanaozen`);
	await app.post(linkIn(await mailTo(app, email)), { updates: "on" });
	const id = (await ids()).find((row) => !known.has(row.id))?.id ?? "";
	expect(id).not.toBe("");
	return { id, token: unsubscribeToken(readKeyRing(app.settings.SECRET_KEYS), id) };
}

const ids = () => app.owner.selectFrom("subscriptions").select("id").execute();
const rowOf = (id: string) =>
	app.owner.selectFrom("subscriptions").where("id", "=", id).select(["kinds", "locale"]).executeTakeFirst();
const erasures = (id: string) => app.owner.selectFrom("erasures").where("row_id", "=", id).select("about").execute();

/** A post as a mail provider sends it: bytes and a type, or neither. */
function bare(path: string, body: string, headers: Record<string, string> = {}): Promise<number> {
	return new Promise((resolve, reject) => {
		const asked = request(app.origin + path, { method: "POST", headers }, (answer) => {
			answer.resume();
			resolve(answer.statusCode ?? 0);
		});
		asked.on("error", reject);
		asked.end(body);
	});
}

describe("the link of a mail", () => {
	test("shows a button in the reader's language, and a hundred scanners change nothing", async () => {
		const { id, token } = await subscribed("scanned@example.org", "kk");
		for (let i = 0; i < 50; i++) {
			const page = await app.get(`/u/${token}`, { "Accept-Language": "en" });
			expect(page.status).toBe(200);
			const html = await page.text();
			if (i === 0) {
				expect(html).toContain('<html lang="kk"');
				expect(html.match(/<button/g)).toHaveLength(1);
				expect(page.headers.get("Cache-Control")).toBe("private, no-store");
				expect(page.headers.get("Referrer-Policy")).toBe("no-referrer");
			}
			expect((await fetch(`${app.origin}/u/${token}`, { method: "HEAD" })).status).toBe(200);
		}
		expect(await rowOf(id)).toBeDefined();
	});

	test.each([
		["a button", "", { "Content-Type": "application/x-www-form-urlencoded" }],
		["one click (RFC 8058)", "List-Unsubscribe=One-Click", { "Content-Type": "application/x-www-form-urlencoded" }],
		[
			"one click as multipart",
			'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
			{ "Content-Type": "multipart/form-data; boundary=b" },
		],
		["no body and no type", "", {}],
	])("unsubscribes by %s, without a cookie, once however often", async (how, body, headers) => {
		const { id, token } = await subscribed(`leaves-${how.replace(/\W+/g, "-")}@example.org`);
		expect(await bare(`/u/${token}`, body, headers)).toBe(200);
		expect(await rowOf(id)).toBeUndefined();
		expect(await bare(`/u/${token}`, body, headers)).toBe(200);
		expect(await erasures(id)).toEqual([{ about: "subscription" }]);
	});

	test("answers the same whether it was anybody's", async () => {
		const { token } = await subscribed("same@example.org");
		const answers = [];
		for (const one of [token, token, nobodys, "not-a-token"]) {
			const page = await app.post(`/u/${one}`, {}, { "Accept-Language": "en" });
			answers.push([page.status, (await page.text()).replaceAll(one, "TOKEN")]);
		}
		expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
		expect(String(answers[0]?.[1])).toContain("No more of these mails come");
	});

	test("refuses a page of another site, which could press it for a reader", async () => {
		const { id, token } = await subscribed("pressed@example.org");
		const page = await app.post(`/u/${token}`, {}, { Origin: "https://elsewhere.example" });
		expect(page.status).toBe(403);
		expect(await rowOf(id)).toBeDefined();
	});
});

describe("who gets a campaign's mails", () => {
	test("chooses kinds and language without signing in", async () => {
		const { id, token } = await subscribed("chooses@example.org");
		expect(await rowOf(id)).toEqual({ kinds: ["updates", "milestones"], locale: "en" });
		const page = await (await app.get(`/en/mail/${token}`)).text();
		expect(page).toContain("16 December");
		expect(page).toContain("About two mails a month");
		expect(await rowOf(id)).toEqual({ kinds: ["updates", "milestones"], locale: "en" });
		const saved = await app.post(`/en/mail/${token}`, { milestones: "on", language: "ru" });
		expect([saved.status, await saved.text()]).toEqual([200, expect.stringContaining("Saved.")]);
		expect(await rowOf(id)).toEqual({ kinds: ["milestones"], locale: "ru" });
	});

	test("leaves by ticking nothing, or by the button, and the link is nobody's then", async () => {
		for (const fields of [{ language: "en" }, { stop: "campaign" }]) {
			const { id, token } = await subscribed(`by-${Object.keys(fields)[0]}@example.org`);
			const left = await app.post(`/en/mail/${token}`, Object.fromEntries(Object.entries(fields)));
			expect([left.status, await left.text()]).toEqual([200, expect.stringContaining("No more of these mails come")]);
			expect([await rowOf(id), await erasures(id)]).toEqual([undefined, [{ about: "subscription" }]]);
			const [used, never] = await Promise.all([token, nobodys].map((one) => app.get(`/en/mail/${one}`)));
			expect([used?.status, never?.status]).toEqual([404, 404]);
			expect((await used?.text())?.replaceAll(token, "T")).toBe((await never?.text())?.replaceAll(nobodys, "T"));
		}
	});

	test("leaves every campaign of the site at once, and is not told which there were", async () => {
		const { id, token } = await subscribed("everywhere@example.org");
		const left = await app.post(`/ru/mail/${token}`, { stop: "everywhere" });
		expect(left.status).toBe(200);
		expect(await rowOf(id)).toBeUndefined();
		expect(
			await bare(`/ru/mail/${token}`, "stop=everywhere", { "Content-Type": "application/x-www-form-urlencoded" }),
		).toBe(200);
		expect(await erasures(id)).toHaveLength(1);
	});
});

test("who is asked whether to stay does so by one button; looking at it changes nothing", async () => {
	const { id, token } = await subscribed("stays@example.org");
	const address = `/en/mail/${token}`;
	const until = async () =>
		(await app.owner.selectFrom("subscriptions").where("id", "=", id).select("keep_until").executeTakeFirst())
			?.keep_until;
	expect(await (await app.get(address)).text()).not.toContain("Stay until the next anniversary?");
	const soon = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
	await app.owner.updateTable("subscriptions").set({ keep_until: soon }).where("id", "=", id).execute();
	expect(await (await app.get(address)).text()).toContain("Stay until the next anniversary?");
	expect(await until()).toBe(soon);
	const answer = await app.post(address, { stay: "on" });
	expect(await answer.text()).toContain("You stay");
	expect(await until()).toMatch(/-02-14$/);
	expect(await rowOf(id)).toMatchObject({ kinds: ["updates", "milestones"] });
});
