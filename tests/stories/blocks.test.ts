import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { run as addBlock } from "#app/cli/add-block.ts";
import { run as listBlocks } from "#app/cli/list-blocks.ts";
import { run as removeBlock } from "#app/cli/remove-block.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { operate } from "#tests/support/operator.ts";
import { count, linkIn, mailTo, petition } from "#tests/support/signing.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp({ TRUST_PROXY: "1", MAIL_MAX_PER_ADDRESS: "20,50" });
});
afterAll(() => app.stop());

const from = (address: string) => ({ "x-forwarded-for": address });
const post = (email: string, address = "198.51.100.1") =>
	app.post(`${petition}/sign`, { email, country: "GB", visibility: "counted" }, from(address));

/** Everything of an answer that its reader gets, but the time. */
async function bytesOf(answer: Response) {
	const headers = [...answer.headers].filter(([name]) => name !== "date");
	return { status: answer.status, headers, body: await answer.text() };
}

const block = async (...args: string[]) =>
	/^block (\d+)/.exec(await operate(app, addBlock, ...args, "--reason", "a test"))?.[1] ?? "";
const quarantined = () =>
	app.owner.selectFrom("signatures").select("suspect").where("state", "=", "quarantined").execute();
const suppressed = () =>
	app.owner.selectFrom("email_deliveries").select("params_sealed").where("state", "=", "suppressed").execute();

/** Signs from a network and confirms; gives by how much the count has gone up. */
async function counted(email: string, address: string): Promise<number> {
	const before = await count(app);
	await post(email, address);
	const answer = await app.post(linkIn(await mailTo(app, email)), {});
	expect([answer.status, answer.headers.get("Location")]).toEqual([303, `${petition}/thank-you`]);
	return (await count(app)) - before;
}

describe("a blocked network", () => {
	test("gets the answers and the mail that all get; what it confirms does not count, and the day it ends does", async () => {
		const number = await block("network", "203.0.112.0/22");
		let n = 0;
		await vi.waitFor(async () => expect(await counted(`net-${n++}@example.org`, "203.0.113.77")).toBe(0), 10_000);
		expect(await counted("neighbour@example.org", "203.0.116.77")).toBe(1);
		expect((await quarantined()).every(({ suspect }) => suspect)).toBe(true);

		expect(await bytesOf(await post("in@example.org", "203.0.113.77"))).toEqual(
			await bytesOf(await post("out@example.org", "203.0.116.77")),
		);
		await operate(app, removeBlock, number);
		await vi.waitFor(async () => expect(await counted(`net-${n++}@example.org`, "203.0.113.77")).toBe(1), 10_000);
	});

	test("of IPv6 is one too", async () => {
		await block("network", "2001:db8::/32");
		let n = 0;
		await vi.waitFor(async () => expect(await counted(`six-${n++}@example.org`, "2001:db8:1::9")).toBe(0), 10_000);
		expect(await counted("six@example.org", "2001:db9:1::9")).toBe(1);
	});

	test("stands nowhere but in its block: no row and no log line knows where a post came from", async () => {
		const tables = ["submissions", "signatures", "email_deliveries", "domain_days", "domain_verdicts"] as const;
		for (const table of tables)
			expect(JSON.stringify(await app.owner.selectFrom(table).selectAll().execute())).not.toMatch(
				/203\.0\.11|2001:db8/,
			);
		expect(app.logged.join("")).not.toMatch(/203\.0\.11|2001:db8/);
	});
});

describe("a blocked domain and a blocked address", () => {
	test("get the usual answer to the byte, and no mail", async () => {
		await block("domain", "forgers.example");
		await block("address", "forger@example.org");
		const usual = await bytesOf(await post("somebody@example.org"));
		const before = (await suppressed()).length;
		const blocked = ["a@forgers.example", "b@mail.forgers.example", "Forger@example.org"];
		for (const email of blocked) expect(await bytesOf(await post(email))).toEqual(usual);
		await vi.waitFor(async () => expect(await suppressed()).toHaveLength(before + 3), 10_000);
		expect((await suppressed()).every(({ params_sealed }) => params_sealed === null)).toBe(true);
		await mailTo(app, "somebody@example.org");
		const mailed = (await app.mails()).map(({ to }) => to.toLowerCase());
		expect(mailed.filter((to) => to.includes("forger"))).toEqual([]);
	});

	test("who was mailed before the block confirms as everybody does, and is quarantined", async () => {
		const emails = ["late@late.example", "later@example.org", "honest@example.org"];
		for (const email of emails) await post(email);
		const links = await Promise.all(emails.map(async (email) => linkIn(await mailTo(app, email))));
		const numbers = [await block("domain", "late.example"), await block("address", "later@example.org")];
		const [held, before] = [(await quarantined()).length, await count(app)];
		const pages = [];
		for (const link of links) pages.push(await bytesOf(await app.post(link, {})));
		expect(pages[0]).toEqual(pages[2]);
		expect(pages[1]).toEqual(pages[2]);
		expect(await count(app)).toBe(before + 1);
		expect(await quarantined()).toHaveLength(held + 2);

		for (const number of numbers) await operate(app, removeBlock, number);
		expect(await counted("after@late.example", "198.51.100.1")).toBe(1);
	});

	test("ends on its day: one that has ended blocks nobody", async () => {
		await operate(app, addBlock, "domain", "ended.example", "--reason", "a test", "--until", "2026-01-01");
		expect(await counted("a@ended.example", "198.51.100.1")).toBe(1);
	});
});

describe("the operator's list", () => {
	test("names networks and domains, and of an address only that there is one", async () => {
		await block("address", "secret.person@example.org");
		const list = await operate(app, listBlocks);
		expect(list).toMatch(/domain {2}forgers\.example {2}since \d{4}-\d\d-\d\d {2}for good {2}a test/);
		expect(list).toContain("2001:db8::/32");
		expect(list).not.toContain("secret.person");
		expect(JSON.stringify(await app.owner.selectFrom("blocks").selectAll().execute())).not.toContain("secret.person");
	});

	test.each([
		["network", "203.0.113.7", /203\.0\.113\.0\/24, and all who share it/],
		["network", "203.0.113.0/29", /203\.0\.113\.0\/24, and all who share it/],
		["network", "2001:db8:1:2::/64", /2001:db8:1::\/48, and all who share it/],
		["network", "0.0.0.0/0", /half the world/],
		["network", "example.org", /a network looks like/],
		["domain", "gmail.com", /anybody can have a mailbox/],
		["domain", "mail.example.org", /block example\.org, and all of it/],
		["domain", "somebody@example.org", /a domain looks like/],
		["address", "example.org", /an address looks like/],
		["country", "GB", /block a network, a domain or an address/],
	])("a %s %s is refused with a line that says what to do", async (kind, value, line) => {
		await expect(operate(app, addBlock, kind, value, "--reason", "a test")).rejects.toThrow(line);
	});
});
