import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { run as trustDomain } from "#app/cli/trust-domain.ts";
import { petitionDomains } from "#app/petitions/abuse/domain-print.server.ts";
import { holdDomains } from "#app/petitions/abuse/hold.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { operate } from "#tests/support/operator.ts";
import { count, linkIn, mailTo, petition, sign, signAndConfirm } from "#tests/support/signing.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp({ DOMAIN_HOLD_ABOVE: "5" });
});
afterAll(() => app.stop());

const eachOf = (n: number, domain: string) => Array.from({ length: n }, (_, i) => `p${i}@${domain}`);
const untilCount = (n: number) => vi.waitFor(async () => expect(await count(app)).toBe(n), 10_000);

/** Signs for each address and presses all the links at the same moment. */
async function signAll(emails: readonly string[]): Promise<(string | null)[]> {
	for (const email of emails) await sign(app, email);
	const links = await Promise.all(emails.map(async (email) => linkIn(await mailTo(app, email))));
	const answers = await Promise.all(links.map((link) => app.post(link, {})));
	return answers.map((answer) => answer.headers.get("Location"));
}

test("as many as the limit from one domain, and any number from a provider of anybody, count", async () => {
	await signAll([...eachOf(5, "union.example"), ...eachOf(6, "gmail.com"), ...eachOf(6, "seznam.cz")]);
	await holdDomains(app.db, 5);
	expect(await count(app)).toBe(17);
});

test("one more than the limit, its sub-domains too: none of them counts, and each sees what everyone sees", async () => {
	const emails = Array.from({ length: 9 }, (_, i) => `p@s${i}.catchall.example`);
	expect(await signAll(emails)).toEqual(emails.map(() => `${petition}/thank-you`));
	await untilCount(17);
	const again = await app.post(linkIn(await mailTo(app, "p@s0.catchall.example")), {});
	expect(await again.text()).toContain("Already counted");
});

test("signed one after the other, the count never rises above the limit", async () => {
	let most = 0;
	for (const email of eachOf(8, "slow.example")) {
		await signAndConfirm(app, email);
		most = Math.max(most, await count(app));
	}
	expect(most).toBeLessThanOrEqual(17 + 5);
	await untilCount(17);
});

test("later ones are held too, when the days of the flood have passed", async () => {
	await sql`update domain_days set day = day - 3`.execute(app.owner);
	await sql`update domain_verdicts set since = since - 3`.execute(app.owner);
	await signAndConfirm(app, "late@catchall.example");
	expect(await count(app)).toBe(17);
	await holdDomains(app.db, 5);
	expect(await app.db.selectFrom("domain_days").select("day").execute()).toHaveLength(1);
});

test("what a domain's people signed before the flood stays counted", async () => {
	await signAndConfirm(app, "early@old.example");
	const domains = await petitionDomains(app.db, readKeyRing(app.settings.SECRET_KEYS), "zhanaozen");
	await app.owner
		.updateTable("signatures")
		.set({ confirmed_on: sql`current_date - 2` })
		.where("domain_fingerprint", "=", domains?.printOf("old.example") ?? null)
		.execute();
	await signAll(eachOf(7, "old.example"));
	await untilCount(18);
});

test("trusting the domain counts what was held, except who met a trap, and holds it no more", async () => {
	await sign(app, "trapped@catchall.example", { homepage: "https://example.org" });
	await app.post(linkIn(await mailTo(app, "trapped@catchall.example")), {});
	expect(await operate(app, trustDomain, "zhanaozen", "catchall.example")).toContain("10 signatures now count");
	expect(await count(app)).toBe(28);
	await signAll(eachOf(7, "more.catchall.example"));
	await holdDomains(app.db, 5);
	expect(await count(app)).toBe(35);
});

test("a provider of anybody cannot be trusted, nor a petition that is not there", async () => {
	await expect(operate(app, trustDomain, "zhanaozen", "gmail.com")).rejects.toThrow(/never held/);
	await expect(operate(app, trustDomain, "nowhere", "catchall.example")).rejects.toThrow(/no petition/);
});

test("published is what the signatures say, after all of it", async () => {
	const { rows } = await sql<{ n: number }>`select count(*) as n from signatures where state = 'confirmed'`.execute(
		app.owner,
	);
	expect(rows).toEqual([{ n: await count(app) }]);
});
