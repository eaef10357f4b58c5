import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordDonation } from "#app/fund/giving/donations.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { checkHtml } from "#tests/support/check-html.ts";
import { makeOrganiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";
import { camt053, entryXml } from "#tests/support/statements.ts";

// The desk's pages of bank, cash and gifts that wait, as treasurers use them.

const fund = "/organise/campaigns/zhanaozen/fund";
let app: TestApp;
let treasurer: SignedInClient;
let second: SignedInClient;
let writer: SignedInClient;
let third: SignedInClient;
const pages = new Map<string, string>();
beforeAll(async () => {
	app = await startApp();
	const made = [];
	for (const roles of [["treasurer"], ["committee"], ["writer"], ["committee"]] as const)
		made.push(await signIn(app, await makeOrganiser(app, { roles })));
	[treasurer, second, writer, third] = made as [SignedInClient, SignedInClient, SignedInClient, SignedInClient];
});
afterAll(() => app.stop());

async function upload(who: SignedInClient, text: string): Promise<Response> {
	const body = new FormData();
	body.set("statement", new Blob([text], { type: "application/xml" }), "statement.xml");
	body.set("other_account", "on");
	return fetch(`${app.origin}${fund}/bank/statement`, {
		method: "POST",
		headers: { Cookie: who.cookie, Origin: app.origin },
		body,
		redirect: "manual",
	});
}

test("a treasurer brings a statement in, twice, and says what its last line is", async () => {
	const file = camt053([
		entryXml({
			amount: "12.34",
			text: ["whose is this"],
			name: "Sample Giver",
			reference: "DESK-1",
			day: "2026-11-02",
		}),
	]);
	const first = await upload(treasurer, file);
	expect(first.status).toBe(200);
	pages.set("statement", await first.text());
	expect((await upload(treasurer, file)).status).toBe(200);
	expect((await upload(treasurer, file.replace("12.34", "12,34"))).status).toBe(422);
	expect((await upload(second, file)).status).toBe(403);
	const page = await (await treasurer.get(`${fund}/bank`)).text();
	pages.set("bank", page);
	expect(page).not.toContain("whose is this");
	const looked = await treasurer.post(`${fund}/bank`, { intent: "look" });
	expect((await looked.text()).match(/whose is this/g)?.length).toBe(2);
	expect((await second.post(`${fund}/bank`, { intent: "look" })).status).toBe(403);
	const [, line = ""] = /name="line" value="([0-9a-f-]{36})"/.exec(page) ?? [];
	const say = (is: string, reference = "") => treasurer.post(`${fund}/bank`, { line, is, reference });
	const refused = await say("gift", "not one");
	expect(refused.status).toBe(422);
	const again = await refused.text();
	// The notice says which line, and leads to its field.
	expect(again).toContain(`<a href="#reference-${line}">`);
	// What was chosen and typed stands there still.
	expect(again).toMatch(/<option (?:value="gift" selected=""|selected="" value="gift")>/);
	expect(again).toContain('value="not one"');
	const apart = await treasurer.post(`${fund}/bank`, { intent: "part", line, amounts: "12\n0,33" });
	expect(apart.status).toBe(422);
	expect(await apart.text()).toMatch(/<details open="">[\s\S]*12\n0,33<\/textarea>/);
	expect((await say("anonymous")).status).toBe(303);
	expect((await say("anonymous")).status).toBe(422);
	expect((await say("nothing of ours")).status).toBe(404);
	expect((await writer.get(`${fund}/bank`)).status).toBe(403);
	const acts = await sql<{ act: string }>`select act from audit_log where act like 'bank.%' order by seq`.execute(
		app.owner,
	);
	expect(acts.rows.map(({ act }) => act)).toEqual([
		"bank.imported",
		"bank.imported",
		"bank.looked-at",
		"bank.explained",
	]);
});

test("a line is taken apart, a balance compared, and what left waits for a second person", async () => {
	const line = (amount: string, debit = false) =>
		entryXml({ amount, debit, text: ["collected"], reference: `P-${amount}`, day: "2026-11-03" });
	const came = await (await upload(treasurer, camt053([line("30.00"), line("60.00", true)]))).text();
	// What is nothing is not listed; what waits is a link.
	expect(came).toMatch(/href="[^"]*\/fund\/bank#open"/);
	expect(came.match(/<dt>/g)).toHaveLength(2);
	const { rows } = await sql<{ id: string }>`
		select id from bank_items i where not exists (select from bank_allocations a where a.item_id = i.id)
			and i.booked_on = '2026-11-03' order by amount desc`.execute(app.owner);
	const [collected = "", out = ""] = rows.map(({ id }) => id);
	const post = (fields: Record<string, string>) => treasurer.post(`${fund}/bank`, fields);
	const parted = await post({ intent: "part", line: collected, amounts: "20.00\r\n10" });
	expect(parted.headers.get("Location")).toBe(`${fund}/bank?done=parted#open`);
	const apart = await (await treasurer.get(`${fund}/bank?done=parted`)).text();
	for (const words of ["taken apart: explain each", "payment 2 of a line of €30", "payments, 2 not explained"])
		expect(apart).toContain(words);
	const asked = await post({ line: out, is: "fees" });
	expect(asked.headers.get("Location")).toBe(`${fund}/bank?done=asked#open`);
	expect((await post({ line: out, is: "fees" })).status).toBe(422);
	for (const wrong of [{ balance: "much" }, { day: "2026-02-31" }, { currency: "E" }]) {
		const answer = await post({ intent: "seen", currency: "EUR", day: "2026-11-03", balance: "1", ...wrong });
		expect(answer.status).toBe(422);
		const again = await answer.text();
		expect(again).toContain(`id="${Object.keys(wrong)[0]}-error"`);
		expect(again).toContain(`<a href="#${Object.keys(wrong)[0]}">`);
	}
	const seen = await post({ intent: "seen", currency: "EUR", day: "2026-11-03", balance: "-1.234,50" });
	expect(seen.headers.get("Location")).toBe(`${fund}/bank?done=differs#balances`);
	const page = await (await treasurer.get(`${fund}/bank?done=differs`)).text();
	expect(page).toContain("It is not what the books say");
	expect(page).toContain("without payments that the bank has not shown yet");
	const alarms = await (await treasurer.get(`${fund}/gifts`)).text();
	expect(alarms).toMatch(/<a href="[^"]*\/fund\/bank#balances">[^<]*EUR, 3 November 2026/);
	expect(alarms).not.toContain("bank EUR 2026-11-03");
	pages.set("bank-waiting", page);
	expect(page).toContain("€1,234.50");
	const acts = await sql<{ act: string }>`
		select act from audit_log where act in ('bank.parted', 'bank.balance-seen', 'approval.asked') order by seq`.execute(
		app.owner,
	);
	expect(acts.rows.map(({ act }) => act)).toEqual(["bank.parted", "approval.asked", "bank.balance-seen"]);
});

test("cash is entered by one and counted by another", async () => {
	const enter = { intent: "new", currency: "EUR", amount: "15.50", taken_on: "2026-11-02" };
	for (const wrong of [{ amount: "much" }, { taken_on: "2026-02-31" }, { currency: "E" }]) {
		const answer = await treasurer.post(`${fund}/cash`, { ...enter, ...wrong });
		expect(answer.status).toBe(422);
		const page = await answer.text();
		expect(page).toContain(`id="${Object.keys(wrong)[0]}-error"`);
		for (const typed of Object.values({ ...enter, ...wrong })) expect(page).toContain(`"${typed}"`);
	}
	expect((await treasurer.post(`${fund}/cash`, enter)).status).toBe(303);
	const { rows } = await sql<{ n: number }>`select max(number) as n from cash_boxes`.execute(app.owner);
	const number = String(rows[0]?.n);
	const page = await (await second.get(`${fund}/cash`)).text();
	pages.set("cash", page);
	expect(page).not.toContain("15.50");
	const count = (who: SignedInClient, amount: string) =>
		who.post(`${fund}/cash`, { intent: "count", number, counted: amount });
	expect((await count(treasurer, "15.50")).status).toBe(422);
	expect((await count(second, "15,50")).status).toBe(303);
	expect(await (await second.get(`${fund}/cash`)).text()).toContain("€15.50");
});

test("a gift that waits is accepted by two at the desk, or given back", async () => {
	const { rows } = await sql<{ id: number }>`select id from campaigns where slug = 'zhanaozen'`.execute(app.owner);
	const gift = {
		frequency: "once",
		way: "transfer",
		giver: "party",
		currency: "EUR",
		amount: 777_00,
		cover: 0,
		email: "party@example.org",
		displayName: "Sample Party",
		dedication: "",
	} as const;
	const { reference } = await recordDonation(
		app.db,
		readKeyRing(app.settings.SECRET_KEYS),
		rows[0]?.id ?? 0,
		gift,
		"en",
	);
	const line = (amount: string) => entryXml({ amount, text: [reference], reference: `H-${amount}`, day: "2026-11-03" });
	expect((await upload(treasurer, camt053([line("777.00"), line("33.00")]))).status).toBe(200);
	const page = await (await treasurer.get(`${fund}/held`)).text();
	pages.set("held", page);
	expect(page).toContain("Sample Party");
	expect(page).toContain("Only members of the committee can propose to accept it.");
	const held = await sql<{ id: string; amount: number }>`
		select g.id, g.amount from held_gifts h join gifts g on g.id = h.gift_id order by g.amount desc`.execute(app.owner);
	const [large, small] = held.rows.map(({ id }) => id);
	const accept = (who: SignedInClient) => who.post(`${fund}/held`, { intent: "accept", gift: large ?? "" });
	expect((await accept(treasurer)).status).toBe(422);
	expect((await accept(third)).status).toBe(303);
	expect((await accept(third)).status).toBe(422);
	const giveBack = () => treasurer.post(`${fund}/held`, { intent: "give-back", gift: small ?? "" });
	expect((await giveBack()).status).toBe(303);
	expect((await giveBack()).status).toBe(422);
	expect((await treasurer.post(`${fund}/held`, { intent: "limit", currency: "EUR", amount: "800" })).status).toBe(303);
	const high = await treasurer.post(`${fund}/held`, { intent: "limit", currency: "EUR", amount: "5000.01" });
	expect(high.status).toBe(422);
	expect(await high.text()).toContain('value="5000.01"');
	const { rows: asked } = await sql<{ id: string }>`select id from approvals where action like 'gift.%'`.execute(
		app.owner,
	);
	expect(asked).toHaveLength(2);
	for (const { id } of asked)
		expect((await second.post("/organise/approvals", { id, intent: "agree" })).status).toBe(303);
	await expect
		.poll(async () => (await sql`select state from held_gifts order by state`.execute(app.owner)).rows)
		.toEqual([{ state: "accepted" }, { state: "returned" }]);
});

test("every page is valid HTML", () => {
	expect([...pages.keys()].sort()).toEqual(["bank", "bank-waiting", "cash", "held", "statement"]);
	expect(checkHtml(pages)).toEqual([]);
});
