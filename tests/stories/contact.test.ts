import { armor, Decrypter, generateIdentity, identityToRecipient } from "age-encryption";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runRetention } from "#app/retention/run.server.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { sendLetter, waitingItems } from "#tests/support/letters.ts";
import { makeOrganiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";
import { mailTo } from "#tests/support/signing.ts";

// Whoever writes to the organisers is read, answered once and then forgotten.

let app: TestApp;
let moderator: SignedInClient;
const queue = "/organise/campaigns/zhanaozen/queue";
const identity = generateIdentity();

beforeAll(async () => {
	app = await startApp({ COMMITTEE_KEY: await identityToRecipient(await identity) });
	moderator = await signIn(app, await makeOrganiser(app, { roles: ["moderator"] }));
}, 120_000);
afterAll(() => app.stop());

const emptied = () => app.owner.deleteFrom("review_items").execute();

/** Takes the next item as a moderator does, and gives its page. */
async function takeNext() {
	const answer = await moderator.post(queue, { intent: "next" });
	expect(answer.status).toBe(303);
	const path = answer.headers.get("Location") ?? "";
	const page = await (await moderator.get(path)).text();
	const [, revision = ""] = /name="revision" value="(\d+)"/.exec(page) ?? [];
	return { path, page, revision };
}

describe("the form", () => {
	test("keeps what was typed and says what is missing, beside the field", async () => {
		const answer = await sendLetter(app, "contact", { topic: "", words: "", email: "nobody" }, "ru");
		const page = await answer.text();
		expect(answer.status).toBe(422);
		expect(answer.headers.get("Cache-Control")).toContain("no-store");
		for (const text of ["Выберите, о чём вы пишете", "Напишите хотя бы несколько слов", 'value="nobody"'])
			expect(page).toContain(text);
	});

	test("says the same to all: to who met the trap too, whose letter comes into no queue", async () => {
		await emptied();
		const plain = await sendLetter(app, "contact", { words: "One letter." });
		const trapped = await sendLetter(app, "contact", { words: "Another letter.", homepage: "https://example.org" });
		expect([plain.status, trapped.status]).toEqual([303, 303]);
		expect(trapped.headers.get("Location")).toBe(plain.headers.get("Location"));
		expect(await waitingItems(app)).toHaveLength(1);
		expect((await app.get("/en/contact/received")).status).toBe(200);
	});

	test("tells when somebody reads", async () => {
		expect(await (await app.get("/en/contact")).text()).toContain("Sample: every day from 9:00 to 21:00");
	});

	test("refuses control characters and letters that are too long", async () => {
		expect((await sendLetter(app, "contact", { words: "left\u202eright" })).status).toBe(422);
		expect((await sendLetter(app, "contact", { words: "a".repeat(2_001) })).status).toBe(422);
		expect((await sendLetter(app, "contact", { words: `${"a".repeat(1_900)}${"\r\n".repeat(90)}b` })).status).toBe(303);
	});
});

test("a family's request comes before all else, with its 48 hours", async () => {
	await emptied();
	await sendLetter(app, "contact", { topic: "press" });
	await sendLetter(app, "contact", { topic: "family" }, "kk");
	expect((await waitingItems(app)).map(({ first, locale }) => [first, locale])).toEqual([
		[true, "kk"],
		[false, "en"],
	]);
	expect((await takeNext()).page).toContain("48 hours");
});

test("what is written lies sealed to the committee, which alone can read it", async () => {
	await emptied();
	await sendLetter(app, "contact", { topic: "data", words: "Words for the committee alone." });
	const { page } = await takeNext();
	expect(page).not.toContain("Words for the committee");
	const [sealed = ""] = /-----BEGIN AGE ENCRYPTED FILE-----[\s\S]+?-----END AGE ENCRYPTED FILE-----/.exec(page) ?? [];
	const decrypter = new Decrypter();
	decrypter.addIdentity(await identity);
	const opened = await decrypter.decrypt(armor.decode(sealed.replaceAll("&#x27;", "'")), "text");
	expect(opened).toBe("Words for the committee alone.");
});

test("a ready answer goes out once, in the sender's language and with none of their words; the address goes with it", async () => {
	await emptied();
	await sendLetter(app, "contact", { words: "A quotation nobody sends back.", email: "writer@example.org" }, "ru");
	const { path, page, revision } = await takeNext();
	expect(page).not.toContain("writer@example.org");
	const [, answer = ""] = /<option value="([0-9a-f-]{36})"[^>]*>Спасибо, мы прочитали/.exec(page) ?? [];
	const fields = { intent: "done", revision, answer };
	const answers = await Promise.all([moderator.post(path, fields), moderator.post(path, fields)]);
	expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
	const mail = await mailTo(app, "writer@example.org");
	expect(mail.subject).toBe("Ответ: 16 декабря");
	expect(mail.text).toContain("Спасибо за письмо. Мы его прочитали.");
	expect(mail.text + mail.html).not.toContain("quotation");
	expect((await app.mails()).filter(({ to }) => to === "writer@example.org")).toHaveLength(1);
	const { rows } = await sql`select from letters where address_sealed is not null and locale = 'ru'`.execute(app.owner);
	expect(rows).toEqual([]);
	expect(app.logged.join("\n")).not.toContain("writer@example.org");
});

test("an address nobody answered is emptied after 30 days, the letter after half a year", async () => {
	await sendLetter(app, "contact", { email: "waiting@example.org" });
	const left = async () => {
		const { rows } = await sql<{ letters: number; addresses: number }>`
			select count(*) as letters, count(address_sealed) as addresses from letters`.execute(app.owner);
		return rows[0];
	};
	const before = await left();
	await sql`update letters set created_on = created_on - 31`.execute(app.owner);
	await runRetention(app.db, {});
	expect(await left()).toMatchObject({ addresses: 0 });
	expect(before?.addresses).toBeGreaterThan(0);
	await sql`update letters set created_on = created_on - 160`.execute(app.owner);
	await runRetention(app.db, {});
	expect(await left()).toMatchObject({ letters: 0 });
});
