import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { count, linkIn } from "#tests/support/signing.ts";
import { crowdOf } from "../../bench/flood/crowd.ts";
import { drive } from "../../bench/flood/drive.ts";
import { outcomeOf } from "../../bench/flood/outcome.ts";

// `npm run drill flood` is the full size: 30,000 bots over 300 domains beside 5,000 people.
let app: TestApp;
beforeAll(async () => {
	app = await startApp({ TRUST_PROXY: "1", DOMAIN_HOLD_ABOVE: "20" });
});
afterAll(() => app.stop());

test("300 bots of three catch-all domains confirm and do not count; 50 people among them do, half behind one address", async () => {
	const crowd = crowdOf({ bots: 300, domains: 3, networks: 4, people: 50, behindNat: 25 });
	const seen = new Set<string>();
	const newMails = async () => {
		const fresh = (await app.mails()).filter(({ id }) => !seen.has(id));
		for (const { id } of fresh) seen.add(id);
		return fresh.map((mail) => ({ to: mail.to, link: linkIn(mail) }));
	};
	const target = { origin: app.origin, petition: "zhanaozen", newMails };
	const driven = await drive(target, crowd, { perSecond: 1_000, atOnce: 8 });
	expect(driven).toMatchObject({ posted: 350, taken: 350, refused: 0, confirmed: 350, faults: 0 });

	await vi.waitFor(async () => expect(await count(app)).toBe(50), 10_000);
	const outcome = await outcomeOf(app.db, readKeyRing(app.settings.SECRET_KEYS), "zhanaozen", crowd);
	expect(outcome).toEqual({ botsCounted: 0, peopleCounted: 50, peopleHeld: 0, behindNatHeld: 0, domainsHeld: 3 });
}, 90_000);
