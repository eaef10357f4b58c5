import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mailingProgress } from "#app/mailings/sending/mailing.server.ts";
import { openFingerprintKey } from "#app/seal/fingerprint.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { type FormFields, fieldsOf, filled, postForm } from "#tests/support/editor.ts";
import { subscribeMany } from "#tests/support/mailings.ts";
import { makeOrganiser, type Organiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";

const desk = "/organise/campaigns/zhanaozen";
const mailings = `${desk}/mailings`;

let app: TestApp;
let [annaWho, borisWho]: Organiser[] = [];
let anna: SignedInClient;
let boris: SignedInClient;
let translator: SignedInClient;
beforeAll(async () => {
	app = await startApp({ CONTACT_EMAIL: "write-to@us.example" });
	annaWho = await makeOrganiser(app);
	borisWho = await makeOrganiser(app, { roles: ["writer"] });
	anna = await signIn(app, annaWho);
	boris = await signIn(app, borisWho);
	translator = await signIn(app, await makeOrganiser(app, { roles: ["translator"] }));
	const { id, key_sealed } = await app.owner
		.selectFrom("campaigns")
		.where("slug", "=", "zhanaozen")
		.select(["id", "key_sealed"])
		.executeTakeFirstOrThrow();
	const keys = readKeyRing(app.settings.SECRET_KEYS);
	const campaign = { id, slug: "zhanaozen", key: openFingerprintKey(keys, "campaigns/zhanaozen", key_sealed) };
	await subscribeMany(app.db, keys, campaign, [
		...readers.map((email) => ({ email, country: "DE" })),
		{ email: "ru@reader.example", locale: "ru", country: "PL" },
		{ email: "news@of-milestones.example", kinds: ["milestones"] },
	]);
});
afterAll(() => app.stop());

const readers = Array.from({ length: 6 }, (_, i) => `reader${i}@mail${i}.example`);
const textAt = async (path: string, who: SignedInClient = anna) => (await who.get(path)).text();
const numberIn = (path: string) => Number(/\/(\d+)(?:\?|$)/.exec(path)?.[1]);

/** Writes and publishes an update in a language, as its editor does. */
async function publish(path: string, locale: string, words: Record<string, string>): Promise<void> {
	const address = `${desk}/texts/${locale}/${path}`;
	const fields: FormFields = fieldsOf(await textAt(address, boris));
	const answer = await postForm(boris, address, filled(fields, "publish", { date: "2026-11-23", ...words }));
	expect([answer.status, answer.headers.get("Location")]).toEqual([303, `${address}?done=published`]);
}

/** A new update in three languages; its path and number. */
async function written(name: string, languages = ["en", "ru", "kk"]): Promise<{ path: string; number: number }> {
	const form = new URLSearchParams({ kind: "updates", language: "en", name });
	const answer = await postForm(boris, `${desk}/texts`, form);
	const path = /texts\/en\/(updates\/.*)$/.exec(answer.headers.get("Location") ?? "")?.[1] ?? "";
	for (const locale of languages) await publish(path, locale, words(locale));
	return { path, number: Number(/\d+/.exec(path)?.[0]) };
}
const words = (locale: string) => ({
	title: `Sample ${locale}`,
	summary: `In short, ${locale}.`,
	body: `Words, ${locale}.`,
});

/** What the editor shows of a text before it is saved. */
async function previewed(path: string, locale: string, changes: Record<string, string>): Promise<string> {
	const address = `${desk}/texts/${locale}/${path}`;
	const answer = await postForm(boris, address, filled(fieldsOf(await textAt(address, boris)), "preview", changes));
	return /<section id="preview".*?<\/section>/s.exec(await answer.text())?.[0] ?? "";
}

async function made(number: number): Promise<number> {
	const answer = await boris.post(mailings, { update: String(number) });
	expect(answer.status).toBe(303);
	return numberIn(answer.headers.get("Location") ?? "");
}

/** The first of two asks; the id of what waits. */
async function ask(id: number): Promise<string> {
	const page = await textAt(`${mailings}/${id}/send`);
	const digest = /name="digest" value="([0-9a-f]{16})"/.exec(page)?.[1] ?? "";
	expect((await anna.post(`${mailings}/${id}/send`, { digest })).status).toBe(303);
	const { id: approval } = await app.owner
		.selectFrom("approvals")
		.where("action", "=", "mailing.send")
		.where("subject", "=", `${id}/${digest}`)
		.select("id")
		.executeTakeFirstOrThrow();
	return approval;
}
const agree = async (approval: string, who = boris) =>
	(await who.post("/organise/approvals", { intent: "agree", id: approval })).status;
const stateOf = (approval: string) =>
	app.owner.selectFrom("approvals").where("id", "=", approval).select(["state", "reason"]).executeTakeFirst();
const statusOf = async (id: number) => (await mailingProgress(app.db, id))?.status;
const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 12_000, interval: 100 });

describe("an update by mail", () => {
	test("is written, looked at, tried, counted, agreed to by two, sent once, watched and found", async () => {
		const { path, number } = await written("sample-update", ["en"]);
		expect(await textAt(mailings, boris)).toContain(`Make the mail of update ${number}`);
		expect((await translator.post(mailings, { update: String(number) })).status).toBe(403);
		const id = await made(number);
		// Pressed twice, it is one.
		expect(await made(number)).toBe(id);

		const unready = await textAt(`${mailings}/${id}`);
		expect(unready.match(/there is no text in this language/g)).toHaveLength(2);
		expect(await textAt(`${mailings}/${id}/send`)).not.toContain('name="digest"');
		const typed = await previewed(path, "ru", { ...words("ru"), subject: "16 декабря, сбор" });
		expect(typed).toContain('<dd lang="ru">16 декабря, сбор</dd>');
		expect(typed).toMatch(/<pre[^>]*>Sample ru\s+In short, ru\.\s+Words, ru\./);
		await publish(path, "ru", words("ru"));
		await publish(path, "kk", words("kk"));
		expect(await textAt(`${mailings}/${id}`)).toContain("the page has been changed since");
		expect((await boris.post(`${mailings}/${id}`, { intent: "redraw" })).status).toBe(303);

		const ready = await textAt(`${mailings}/${id}`);
		expect(ready).toContain("Nothing stands in its way.");
		expect(ready).toContain("Fewer than ten people get it.");
		expect(ready).toContain(`16 декабря · Новость ${number}`);
		expect(ready).toMatch(/want no such mails<\/dt><dd>fewer than 10/);
		const framed = await anna.get(`${mailings}/${id}/shown/ru`);
		expect(framed.headers.get("Content-Security-Policy")).toMatch(/frame-ancestors 'self'.*; sandbox$/);
		expect(await framed.text()).toContain("Words, ru.");
		expect((await anna.get(`${mailings}/${id}/shown/it`)).status).toBe(404);

		expect((await boris.post(`${mailings}/${id}`, { intent: "test" })).status).toBe(303);
		await soon(async () => (await app.mails()).filter(({ to }) => to === borisWho?.email).length).toBe(3);
		const tried = (await app.mails()).find(({ to, text }) => to === borisWho?.email && text.includes("Words, kk."));
		expect(tried?.subject).toBe(`16 желтоқсан · ${number}-жаңалық`);

		const approval = await ask(id);
		expect(await agree(approval, anna)).toBe(422);
		expect(await textAt("/organise/approvals", boris)).toContain("goes to fewer than ten people, in 3 languages");
		expect(await agree(approval)).toBe(303);
		await soon(() => statusOf(id)).toBe("finished");
		const mails = (await app.mails()).filter(({ to }) => [...readers, "ru@reader.example"].includes(to));
		expect(mails.map(({ to }) => to).sort()).toEqual([...readers, "ru@reader.example"].sort());
		const russian = mails.find(({ to }) => to === "ru@reader.example");
		expect(russian?.text).toContain("Words, ru.");
		expect(russian?.text).toContain(`/ru/campaigns/zhanaozen/updates/${number}`);
		expect(JSON.stringify(russian?.headers)).toContain("write-to@us.example");
		expect((await app.mails()).filter(({ to }) => to.endsWith("of-milestones.example"))).toEqual([]);

		const progress = await textAt(`${mailings}/${id}`);
		expect(progress).toMatch(/<dt>Sent<\/dt><dd>7<\/dd>/);
		const find = (address: string, who = anna) => who.post(`${mailings}/${id}`, { intent: "find", address });
		const found = await find("READER3@mail3.example");
		expect(found.status).toBe(200);
		expect(await found.text()).toContain("Sent: the mail server took it.");
		expect(await (await find("nobody@reader.example")).text()).toContain(
			"No mail of this mailing went to this address",
		);
		expect((await find("reader3@mail3.example", boris)).status).toBe(403);
		// Who tries a list of addresses comes to an end, and without the second factor does not begin.
		const looks = [];
		for (let n = 0; n < 19; n++) looks.push((await find("nobody@reader.example")).status);
		expect(looks).toEqual([...Array(18).fill(200), 409]);
		await sql`update organiser_sessions set stepped_up_at = null`.execute(app.owner);
		expect((await find("reader3@mail3.example")).headers.get("Location")).toContain("/organise/step-up?back=");
		await sql`update organiser_sessions set stepped_up_at = now()`.execute(app.owner);
		const acts = await app.owner.selectFrom("audit_log").where("act", "like", "mailing.%").selectAll().execute();
		expect(acts.filter(({ act }) => act === "mailing.looked-up")).toHaveLength(20);
		expect(JSON.stringify(acts)).not.toMatch(/@|example/);
		expect(app.logged.join("\n")).not.toMatch(/reader3|nobody@/i);
	});

	test("that was changed after two agreed is not sent", async () => {
		const { path, number } = await written("changed-meanwhile");
		const id = await made(number);
		const approval = await ask(id);
		const plan = { intent: "plan", locale: "en", kind: "person", spread: "2" };
		expect((await boris.post(`${mailings}/${id}`, plan)).status).toBe(303);
		expect(await agree(approval)).toBe(303);
		await soon(() => stateOf(approval)).toEqual({ state: "failed", reason: "changed" });
		expect(await statusOf(id)).toBe("draft");
		// What the first one looked at has to be what is there.
		expect((await anna.post(`${mailings}/${id}/send`, { digest: "0".repeat(16) })).status).toBe(409);
		await publish(path, "en", { title: "Other words" });
		const page = await textAt(`${mailings}/${id}/send`);
		expect(page).toContain("the page has been changed since");
		expect(page).not.toContain('name="digest"');
		// Nor by asking elsewhere.
		const { digest } = { digest: "0123456789abcdef" };
		const elsewhere = { action: "mailing.send", campaign: "zhanaozen", subject: `${id}/${digest}` };
		expect((await anna.post("/organise/approvals", elsewhere)).status).toBe(422);
	});

	test("waits for its hour, is paused by whoever writes, and goes on or ends by an administrator", async () => {
		const { number } = await written("for-later");
		const id = await made(number);
		const steer = async (intent: string, who = anna) => (await who.post(`${mailings}/${id}`, { intent })).status;
		const plan = { intent: "plan", locale: "ru", kind: "person", spread: "0" };
		expect((await boris.post(`${mailings}/${id}`, { ...plan, at: "2020-01-01T10:00" })).status).toBe(409);
		expect((await boris.post(`${mailings}/${id}`, { ...plan, countries: "Poland" })).status).toBe(409);
		expect((await boris.post(`${mailings}/${id}`, { ...plan, at: "2099-01-01T10:00", countries: "pl" })).status).toBe(
			303,
		);
		expect(await textAt(`${mailings}/${id}`)).toContain("Fewer than ten people get it.");
		expect(await agree(await ask(id))).toBe(303);
		await soon(() => statusOf(id)).toBe("scheduled");
		expect(await steer("plan", boris)).toBe(409);
		expect(await steer("pause", boris)).toBe(303);
		expect(await statusOf(id)).toBe("paused");
		expect(await textAt(`${mailings}/${id}`)).toContain("Somebody has paused it.");
		expect(await steer("resume", boris)).toBe(403);
		expect(await steer("resume")).toBe(303);
		expect(await statusOf(id)).toBe("scheduled");
		expect(await steer("cancel")).toBe(303);
		expect(await steer("resume")).toBe(409);
		expect(await textAt(mailings)).toContain("Ended");
		expect((await translator.get(`${mailings}/${id}`)).status).toBe(200);
		expect(await steer("pause", translator)).toBe(403);
	});

	test("is asked for only with a second factor of the last ten minutes", async () => {
		await app.owner
			.updateTable("organiser_sessions")
			.set({ stepped_up_at: new Date(Date.now() - 11 * 60_000) })
			.where("organiser_id", "=", annaWho?.id ?? "")
			.execute();
		const answer = await anna.post(`${mailings}/1/send`, { digest: "0".repeat(16) });
		expect(answer.headers.get("Location")).toMatch(/^\/organise\/step-up\?/);
	});
});
