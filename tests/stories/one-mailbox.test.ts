import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { states, until } from "#tests/support/mail.ts";
import { count, linkIn, sign } from "#tests/support/signing.ts";
import { unsealed } from "#tests/support/unsealed.ts";

// 200 people at once, or one with a script, sign with 40 spellings of one mailbox.

let app: TestApp;
beforeAll(async () => {
	app = await startApp();
});
afterAll(() => app.stop());

/** Forty spellings that Gmail takes for one mailbox. */
function spellings(name: string): string[] {
	const [a = "", b = "", ...rest] = name;
	const end = rest.join("");
	const locals = [name, name.toUpperCase(), `${a}.${b}${end}`, `${a}${b}.${end}`, `${a}.${b}.${end}`];
	const tags = ["", "+a", "+a.b", "+16"];
	return locals.flatMap((local) =>
		tags.flatMap((tag) => ["gmail.com", "GoogleMail.com"].map((domain) => `${local}${tag}@${domain}`)),
	);
}

/** Presses again as often as the site says that it is too busy. */
async function patiently(press: () => Promise<Response>): Promise<Response> {
	return until(async () => {
		const answer = await press();
		return answer.status !== 503 && answer;
	}, "there is room");
}

async function signWithAll(name: string) {
	const all = spellings(name);
	expect(new Set(all).size).toBe(40);
	const answers = await Promise.all(
		Array.from({ length: 200 }, (_, n) => patiently(() => sign(app, all[n % 40] ?? ""))),
	);
	expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
}

const signatures = async () => (await app.owner.selectFrom("signatures").select("id").execute()).length;

test("three mails a day go out, however the address is spelt, and the links in them make one signature", async () => {
	await signWithAll("sample");
	await until(async () => {
		const { sent = 0, suppressed = 0, ...open } = await states(app.owner);
		return sent + suppressed >= 200 && Object.keys(open).length === 0;
	}, "every mail is sent or held back");
	const mails = await app.mails();
	expect(mails).toHaveLength(3);
	const answers = await Promise.all(mails.map((mail) => app.post(linkIn(mail), {})));
	expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 303]);
	expect([await signatures(), await count(app)]).toEqual([1, 1]);
});

test("all 200 links pressed, eight at a time, make one signature, and end the mails that were still to come", async () => {
	await sql`update email_messages set status = 'paused'`.execute(app.owner);
	await signWithAll("example");
	const values = await unsealed(app.owner, readKeyRing(app.settings.SECRET_KEYS));
	const links = values.flatMap((value) => /\/[a-z]{2}\/confirm\/[a-z2-7]{32}/.exec(value)?.[0] ?? []);
	expect(new Set(links).size).toBeGreaterThanOrEqual(200);
	const given: number[] = [];
	const left = [...links];
	async function press() {
		for (let link = left.pop(); link; link = left.pop())
			given.push((await patiently(() => app.post(link ?? "", {}))).status);
	}
	await Promise.all(Array.from({ length: 8 }, press));
	expect(given.filter((status) => status === 303)).toHaveLength(1);
	expect(given.filter((status) => status === 200)).toHaveLength(links.length - 1);
	expect([await signatures(), await count(app)]).toEqual([2, 2]);
	expect(await unsealed(app.owner, readKeyRing(app.settings.SECRET_KEYS))).not.toContainEqual(
		expect.stringMatching(/^(submissions|email_deliveries)/),
	);
	await sql`update email_messages set status = 'sending'`.execute(app.owner);
	expect(await app.mails()).toHaveLength(3);
});
