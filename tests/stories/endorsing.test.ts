import { unzipSync } from "fflate";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { locales } from "#app/i18n/translate.ts";
import { changeEndorsementNow } from "#app/petitions/endorsing/change.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { branchLink, endorse, plainClaim } from "#tests/support/endorsing.ts";
import { mailTo } from "#tests/support/signing.ts";

// A branch endorses: form, mail, its own page, the desk, the public list and the headline.

let app: TestApp;
beforeAll(async () => {
	app = await startApp({ MAIL_MAX_PER_ADDRESS: "20,50" });
});
afterAll(() => app.stop());

const rowOf = async (name: string) => {
	const { rows } = await sql<Record<string, unknown> & { id: string; state: string; code: string | null }>`
		select e.*, o.name_withheld from endorsements e join organisations o on o.id = e.organisation_id where o.name = ${name}`.execute(
		app.owner,
	);
	return rows;
};
const keys = () => readKeyRing(app.settings.SECRET_KEYS);
const desk = "00000000-0000-4000-8000-000000000001";
const checkAndShow = async (id: string) => {
	await changeEndorsementNow(app.db, keys(), id, { event: "check", way: "call-back", note: "", by: desk });
	return changeEndorsementNow(app.db, keys(), id, { event: "show", by: "00000000-0000-4000-8000-000000000002" });
};
const numbers = async () =>
	(await (await app.get("/petitions/zhanaozen/count.json")).json()) as { organisations: number; represented: number };

describe("a branch secretary", () => {
	test("in each language: form, mail without a word that was typed, button, own page and link", async () => {
		for (const locale of locales) {
			const [organisation, email] = [`Branch ${locale} of a story`, `secretary-${locale}@example.org`];
			const posted = await endorse(app, { organisation, email }, locale);
			expect([posted.status, posted.headers.get("Location")]).toEqual([
				303,
				`/${locale}/petitions/zhanaozen/endorse/check-your-email`,
			]);
			expect((await app.get(`/${locale}/petitions/zhanaozen/endorse/check-your-email`)).status).toBe(200);
			const mail = await mailTo(app, email);
			for (const word of [organisation, plainClaim.officer_role, plainClaim.parent_text])
				expect(mail.subject + mail.text + mail.html).not.toContain(word);
			const link = await branchLink(app, email);
			const page = await app.get(link);
			expect([page.status, page.headers.get("Cache-Control"), page.headers.get("Referrer-Policy")]).toEqual([
				200,
				"private, no-store",
				"no-referrer",
			]);
			expect(await page.text()).toContain(organisation);
			expect((await rowOf(organisation))[0]).toMatchObject({ state: "unverified", code: null });
			expect((await app.post(link, { intent: "verify" })).status).toBe(303);
			const [row] = await rowOf(organisation);
			expect(row?.state).toBe("interested");
			const own = await (await app.get(link)).text();
			expect(own).toContain(`/q/${row?.code}`);
			expect(own).toContain("<svg");
		}
	});

	test("gets the same answer whether the body or the address is known, and a second claim changes nothing of the first", async () => {
		const claim = { organisation: "Twice told branch", email: "office@twice.example" };
		const first = await endorse(app, claim);
		await app.post(await branchLink(app, claim.email), { intent: "verify" });
		const [before] = await rowOf(claim.organisation);
		const second = await endorse(app, claim);
		const answer = async (response: Response) => [
			response.status,
			[...response.headers].filter(([name]) => name !== "date"),
			await response.text(),
		];
		expect(await answer(second)).toEqual(await answer(first));
		const rows = await rowOf(claim.organisation);
		expect(rows).toHaveLength(2);
		expect(rows.find(({ id }) => id === before?.id)).toEqual(before);
	});

	test("is asked about an address that looks like a person's, and goes on by one button", async () => {
		const claim = { organisation: "Asked branch", email: "aigul.sample@union.example" };
		const asked = await endorse(app, claim);
		const page = await asked.text();
		expect([asked.status, page.includes('name="email_as_role"')]).toEqual([422, true]);
		expect(page).toContain('value="Asked branch"');
		expect((await endorse(app, { ...claim, email_as_role: "on" })).status).toBe(303);
	});

	test("where naming a body is dangerous its name is withheld from the start", async () => {
		await endorse(app, { organisation: "Branch inside", country: "KZ", email: "office@inside.example" });
		expect((await rowOf("Branch inside"))[0]).toMatchObject({ name_withheld: true });
	});

	test("and a bot costs nobody a mail", async () => {
		expect((await endorse(app, { organisation: "Bot branch", homepage: "https://spam.example" })).status).toBe(303);
		expect(await rowOf("Bot branch")).toEqual([]);
	});
});

describe("what was adopted", () => {
	test("waits in the queue, is shown once it was checked, moves the headline, and leaves it when it is withdrawn", async () => {
		const email = "office@adopted.example";
		const before = await numbers();
		await endorse(app, {
			organisation: "Adopted branch",
			members: "1 234",
			state: "adopted",
			adopted_on: "2026-11-01",
			evidence: "Minutes no. 7",
			email,
		});
		const link = await branchLink(app, email);
		await app.post(link, { intent: "verify" });
		const [row] = await rowOf("Adopted branch");
		expect(row?.state).toBe("adopted");
		const { rows: waiting } = await sql<{ kind: string }>`
			select kind from review_items where subject_id = ${row?.id} and state <> 'decided'`.execute(app.owner);
		expect(waiting).toEqual([{ kind: "endorsement" }]);
		expect(await numbers()).toMatchObject(before);
		const list = async () => (await app.get("/en/petitions/zhanaozen/organisations")).text();
		expect(await list()).not.toContain("Adopted branch");

		await checkAndShow(row?.id ?? "");
		expect(await numbers()).toMatchObject({
			organisations: before.organisations + 1,
			represented: before.represented + 1_234,
		});
		expect(await list()).toContain("Adopted branch");
		expect(await list()).not.toContain("Minutes no. 7");
		expect((await mailTo(app, email, 2)).text).toContain(link);

		expect((await app.post(link, { intent: "withdraw" })).status).toBe(303);
		expect(await numbers()).toMatchObject(before);
		expect(await list()).not.toContain("Adopted branch");
		expect((await app.post(link, { intent: "adopt", adopted_on: "2026-11-01", evidence: "Again" })).status).toBe(409);
	});

	test("samples are in the demonstration's list, each marked, one of them without its name", async () => {
		const page = await (await app.get("/en/petitions/zhanaozen/organisations")).text();
		expect(page.match(/\(sample\)/g)).toHaveLength(4);
		expect(page).toContain("A union branch in Kazakhstan");
		expect(page).not.toContain("Sample union branch no. 2");
		expect(page).toContain("its members are counted with the body above");
		expect(page).toContain("nobody is counted twice");
	});
});

test("the model motion is a document of the same bytes each time, with three asks in each language", async () => {
	for (const locale of locales) {
		const path = `/${locale}/petitions/zhanaozen/endorse/motion.docx`;
		const read = async () => new Uint8Array(await (await app.get(path)).arrayBuffer());
		const bytes = await read();
		expect(await read()).toEqual(bytes);
		const document = new TextDecoder().decode(unzipSync(bytes)["word/document.xml"]);
		expect(document.match(/ListNumber/g)).toHaveLength(3);
		expect(document).toContain(`/${locale}/petitions/zhanaozen/endorse`);
	}
});
