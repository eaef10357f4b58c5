import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { remindToConfirm } from "#app/petitions/remind.server.ts";
import { type KeyRing, readKeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import { age } from "#tests/support/aging.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { until } from "#tests/support/mail.ts";
import { makeOrganiser, signIn } from "#tests/support/organiser.ts";
import { linkIn, mailsTo, mailTo, sign, withdrawLinkIn } from "#tests/support/signing.ts";

// Who has signed and not confirmed is reminded once, by the same link.

let app: TestApp;
let keys: KeyRing;
beforeAll(async () => {
	app = await startApp({ MAIL_MAX_PER_ADDRESS: "20,50" });
	keys = readKeyRing(app.settings.SECRET_KEYS);
});
afterAll(() => app.stop());
beforeEach(async () => {
	await sql`truncate submissions, signatures, email_deliveries, email_caps cascade`.execute(app.owner);
	await sql`update petitions set remind = true, closed_at = null`.execute(app.owner);
});

/** Reminds of all whose day it is, and lets the seconds pass for which that is held back. */
async function remind(share = 1): Promise<number> {
	const promised = await remindToConfirm(app.db, keys, { share });
	await sql`update email_deliveries set state = 'queued', not_before = null where not_before is not null`.execute(
		app.owner,
	);
	return promised;
}
const days = (n: number) => age(app.owner, n);
const reminded = async () => {
	const { rows } = await sql`
		select from email_deliveries d join email_messages m on m.id = d.message_id and m.kind = 'remind-signature'`.execute(
		app.owner,
	);
	return rows.length;
};
/** Signs and waits until the mail has been written off. */
async function signed(email: string, fields: Record<string, string> = {}) {
	const before = (await mailsTo(app, email)).length;
	await sign(app, email, fields);
	const mail = await mailTo(app, email, before + 1);
	await until(async () => {
		const { rows } = await sql`select from email_deliveries where done_on is null`.execute(app.owner);
		return rows.length === 0;
	});
	return mail;
}

test("once, two days later, in the words and with the link of the first mail; that link confirms and withdraws", async () => {
	const first = await signed("sam@example.org", { name: "Sam", visibility: "public" });
	await days(1);
	expect(await remind()).toBe(0);
	await days(1);
	await remind();
	const second = await mailTo(app, "sam@example.org", 2);
	expect(linkIn(second)).toBe(linkIn(first));
	expect(withdrawLinkIn(second)).toBe(withdrawLinkIn(first));
	expect(second.subject).toBe("Reminder: please confirm your address (16 December)");
	for (const line of first.text.split("\n").filter((line) => !/^\s*$/.test(line))) expect(second.text).toContain(line);
	expect(`${second.text}${second.html}`).not.toContain("Sam");
	await days(1);
	expect(await remind()).toBe(0);
	expect((await app.post(linkIn(second), {})).status).toBe(303);
	expect((await app.get(withdrawLinkIn(first))).status).toBe(200);
});

test("a day's reminders come up little by little, each once", async () => {
	for (let n = 0; n < 6; n++) await signed(`spread-${n}@example.org`);
	await days(2);
	expect(await remind(0)).toBe(0);
	let promised = 0;
	for (const share of [0.25, 0.5, 0.75, 1, 1]) promised += await remind(share);
	expect(promised).toBe(6);
	expect(await reminded()).toBe(6);
});

describe("nobody is reminded", () => {
	const cases: [string, () => Promise<unknown>][] = [
		["who has confirmed", async () => app.post(linkIn(await signed("a@example.org")), {})],
		["who is at risk", () => signed("b@example.org", { at_risk: "on" })],
		["who signs where signing is dangerous", () => signed("c@example.org", { country: "KZ" })],
		[
			"who met a trap",
			async () => [await signed("d@example.org"), await sql`update submissions set suspect = true`.execute(app.owner)],
		],
		[
			"whose first mail was not taken",
			async () => [
				await signed("e@example.org"),
				await sql`update email_deliveries set state = 'rejected'`.execute(app.owner),
			],
		],
		[
			"when the petition was closed meanwhile",
			async () => [await signed("f@example.org"), await sql`update petitions set closed_at = now()`.execute(app.owner)],
		],
		[
			"when its setting says so",
			async () => [await signed("g@example.org"), await sql`update petitions set remind = false`.execute(app.owner)],
		],
		[
			"whose link has been renewed by a button",
			async () => {
				const mail = await signed("h@example.org");
				await days(15);
				expect((await app.post(`${linkIn(mail)}/again`, {})).status).toBe(303);
				await mailTo(app, "h@example.org", 2);
			},
		],
	];
	for (const [who, arrange] of cases)
		test(who, async () => {
			await arrange();
			for (let day = 0; day < 4; day++) {
				expect(await remind()).toBe(0);
				await days(1);
			}
		});

	test("who has posted twice is reminded of the newest alone", async () => {
		await signed("twice@example.org");
		await days(1);
		const newest = await signed("twice@example.org", { name: "T", visibility: "addressee" });
		await days(1);
		expect(await remind()).toBe(0);
		await days(1);
		expect(await remind()).toBe(1);
		expect(linkIn(await mailTo(app, "twice@example.org", 3))).toBe(linkIn(newest));
	});

	test("who confirms while the reminder waits", async () => {
		const mail = await signed("late@example.org");
		await days(2);
		expect(await remindToConfirm(app.db, keys, { share: 1 })).toBe(1);
		await app.post(linkIn(mail), {});
		const { rows } = await sql`select state, params_sealed from email_deliveries order by id desc limit 1`.execute(
			app.owner,
		);
		expect(rows).toEqual([{ state: "cancelled", params_sealed: null }]);
	});
});

test("what lies sealed for who is at risk is as long as for others, and has no link", async () => {
	await signed("long@example.org");
	await signed("risk@example.org", { at_risk: "on" });
	const { rows } = await sql<{ id: string; sealed: Buffer }>`select id, sealed from submissions`.execute(app.owner);
	expect(new Set(rows.map(({ sealed }) => sealed.length)).size).toBe(1);
	const opened = rows.map(({ id, sealed }) =>
		open<{ email: string; links: { link: string } }>(keys, `submissions/${id}`, sealed),
	);
	expect(opened.find(({ email }) => email === "risk@example.org")?.links.link.trim()).toBe("");
});

test("an organiser switches reminders off and on, and it is recorded", async () => {
	const moderator = await signIn(app, await makeOrganiser(app, { roles: ["moderator"] }));
	const page = "/organise/campaigns/zhanaozen/petitions/zhanaozen";
	const text = async () => (await moderator.get(page)).text();
	expect(await text()).toContain("Reminders are sent.");
	expect((await moderator.post(page, { intent: "remind-off" })).status).toBe(303);
	expect(await text()).toContain("No reminders are sent.");
	await moderator.post(page, { intent: "remind-on" });
	expect(await text()).toContain("Reminders are sent.");
	const { rows } =
		await sql`select figures from audit_log where act = 'petition.reminders-changed' order by seq`.execute(app.owner);
	expect(rows).toEqual([{ figures: { on: 0 } }, { figures: { on: 1 } }]);
});
