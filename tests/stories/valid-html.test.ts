import { afterAll, beforeAll, expect, test } from "vitest";
import { locales } from "#app/i18n/translate.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { unsubscribeToken } from "#app/seal/mail-tokens.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { checkHtml } from "#tests/support/check-html.ts";
import { personalAddresses, publicAddresses } from "#tests/support/public-addresses.ts";
import { linkIn, mailTo, sign, withdrawLinkIn } from "#tests/support/signing.ts";

let app: TestApp;
beforeAll(async () => {
	app = await startApp();
});
afterAll(() => app.stop());

test("the Nu HTML checker finds no error on any page in any language, nor on the way of a signature", async () => {
	const pages = new Map<string, string>();
	const keep = async (name: string, answer: Response | Promise<Response>) =>
		pages.set(name, await (await answer).text());
	for (const locale of locales)
		for (const address of [...publicAddresses, ...personalAddresses])
			await keep(`/${locale}${address}`, app.get(`/${locale}${address}`));
	await sign(app, "valid@example.org", { visibility: "public", name: "Sample" });
	const mail = await mailTo(app, "valid@example.org");
	await keep("a refused form", sign(app, "someone@gmial.com", { country: "", visibility: "" }));
	await keep("the confirm page", app.get(linkIn(mail)));
	await app.post(linkIn(mail), { updates: "on" });
	await keep("a used link", app.get(linkIn(mail)));
	await keep("the withdraw page", app.get(withdrawLinkIn(mail)));
	const { id } = await app.owner.selectFrom("subscriptions").select("id").executeTakeFirstOrThrow();
	const token = unsubscribeToken(readKeyRing(app.settings.SECRET_KEYS), id);
	await keep("the page of preferences", app.get(`/kk/mail/${token}`));
	await keep("the button that unsubscribes", app.get(`/u/${token}`));
	await keep("that it has", app.post(`/u/${token}`, {}));
	await keep("a damaged address", app.get("/en/%"));
	const sheets = ["poster", "leaflet"].map((form) => `/en/campaigns/zhanaozen/share/${form}`);
	const pickets = ["/new", "?near=Valencia", "?country=IT", "/sample-milan/poster", "/sample-milan/leaflet"];
	sheets.push("/kk/petitions/zhanaozen/sheet");
	sheets.push(...pickets.map((rest) => `/kk/pickets${rest}`));
	for (const address of ["/mailbox", "/components", ...sheets]) await keep(address, app.get(address));
	expect(pages.size).toBeGreaterThan(70);
	// React 18 leaves such bytes between letters that are not ASCII.
	expect([...pages].filter(([, page]) => page.includes("\0")).map(([name]) => name)).toEqual([]);
	expect(checkHtml(pages)).toEqual([]);
}, 120_000);

test("and does find one where there is one", () => {
	expect(checkHtml(new Map([["wrong", "<!doctype html><html lang=en><title>t</title><p id=a><p id=a>"]]))).toHaveLength(
		2,
	);
});
