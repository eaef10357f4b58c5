import { createHash } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordAct } from "#app/organise/audit/record.server.ts";
import { rollUpCounts } from "#app/petitions/count.server.ts";
import { listNames } from "#app/petitions/showing/list-names.server.ts";
import { publishCountries } from "#app/petitions/showing/publish-countries.server.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { crawl } from "#tests/support/crawl.ts";
import { makeOrganiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";
import { linkIn, mailTo, petition, sign } from "#tests/support/signing.ts";

// Whoever did not choose to be seen by everybody is in nothing that everybody can ask for.

let app: TestApp;
let moderator: SignedInClient;

/** Words that are nobody else's, one of each kind that a signer writes. */
const wordsOf = (who: string) => ({
	name: `${who} Canaryname`,
	town: `${who} Canarytown`,
	organisation: `${who} Canaryunion`,
	line: `${who} canaryline`,
});
const emailOf = (who: string) => `${who.toLowerCase()}-canary@example.org`;

/** Everybody who signs, and what they chose. */
const signers: Record<string, Record<string, string>> = {
	Counted: { visibility: "counted", line_public: "on" },
	Addressee: { visibility: "addressee", line_public: "on" },
	Atrisk: { visibility: "public", at_risk: "on", line_public: "on" },
	Kazakh: { visibility: "public", country: "KZ", line_public: "on" },
	Lowered: { visibility: "public" },
	Hidden: { visibility: "public", line_public: "on" },
	Initials: { visibility: "public", shown_as: "initials" },
	...Object.fromEntries(
		["A", "B", "C", "D", "E"].map((who) => [`Public${who}`, { visibility: "public", line_public: "on" }]),
	),
};
/** Who has not pressed the button; and who chose to be seen, but came today. */
const waiting = ["Waiting", "Today"];

beforeAll(async () => {
	app = await startApp();
	moderator = await signIn(app, await makeOrganiser(app, { roles: ["moderator"] }));
	const all = { ...signers, Waiting: { visibility: "public" } };
	for (const [who, choice] of Object.entries(all))
		expect((await sign(app, emailOf(who), { ...wordsOf(who), ...choice })).status).toBe(303);
	for (const who of Object.keys(signers)) {
		const lowered: Record<string, string> = who === "Lowered" ? { visibility: "counted" } : {};
		expect((await app.post(linkIn(await mailTo(app, emailOf(who))), lowered)).status).toBe(303);
	}
	await sql`update signatures set confirmed_on = current_date - 1, name_read = 'released'`.execute(app.owner);
	await sql`update petition_counts set country_step = 5`.execute(app.owner);
	await listNames(app.db);
	await sign(app, emailOf("Today"), { ...wordsOf("Today"), visibility: "public" });
	await app.post(linkIn(await mailTo(app, emailOf("Today"))), {});
	await listNames(app.db);
	await rollUpCounts(app.db);
	await publishCountries(app.db);
}, 120_000);
afterAll(() => app.stop());

const textOf = async (path: string, who = app as Pick<TestApp, "get">) => (await who.get(path)).text();
const namesOf = (html: string) => [...html.matchAll(/(\w+) Canaryname/g)].map(([, who]) => who).sort();

test("seven chose to be seen by all: they are listed as they chose, and nobody else", async () => {
	const html = await textOf(`${petition}/signatories`);
	expect(namesOf(html)).toEqual(["Hidden", "PublicA", "PublicB", "PublicC", "PublicD", "PublicE"]);
	expect(html).toContain("I. C., Initials Canarytown, Initials Canaryunion");
	expect(html).toContain("PublicA Canaryname, PublicA Canarytown, PublicA Canaryunion");
});

test("search engines are kept away from names and lines, and numbers may be found", async () => {
	for (const page of ["signatories", "lines"]) {
		const answer = await app.get(`${petition}/${page}`);
		expect(answer.headers.get("X-Robots-Tag")).toBe("noindex");
		const html = await answer.text();
		expect(html).toContain('<meta name="robots" content="noindex"/>');
		expect(html).not.toContain('rel="canonical"');
	}
	expect((await app.get(`${petition}/numbers`)).headers.get("X-Robots-Tag")).toBeNull();
});

test("a moderator hides a name: it is gone with the next request, and its owner stays counted", async () => {
	const before = (await (await app.get("/petitions/zhanaozen/count.json")).json()) as { count: number };
	const desk = await textOf("/organise/campaigns/zhanaozen/names", moderator);
	const [, id = ""] = /value="([0-9a-f-]{36})"[^>]*>Hide Hidden Canaryname/.exec(desk) ?? [];
	expect((await moderator.post("/organise/campaigns/zhanaozen/names", { name: id })).status).toBe(303);
	expect(namesOf(await textOf(`${petition}/signatories`))).not.toContain("Hidden");
	expect(await (await app.get("/petitions/zhanaozen/count.json")).json()).toMatchObject({ count: before.count });
});

test("a moderator publishes lines whose writers allow it; the names of those who are not public stay away", async () => {
	const lines = "/organise/campaigns/zhanaozen/lines";
	const desk = await textOf(lines, moderator);
	expect(desk).not.toContain("Canaryname");
	// Who is at risk has no line, wherever that is known from.
	expect(desk).not.toMatch(/(?:Atrisk|Kazakh) canaryline/);
	const idOf = (who: string) =>
		new RegExp(`${who} canaryline.*?name="line" value="([0-9a-f-]{36})"`, "s").exec(desk)?.[1] ?? "";
	for (const who of ["Addressee", "Hidden", "PublicA"])
		expect((await moderator.post(lines, { line: idOf(who), intent: "pick" })).status).toBe(303);
	const shown = await textOf(`${petition}/lines`);
	expect([...shown.matchAll(/(\w+) canaryline/g)].map(([, who]) => who).sort()).toEqual([
		"Addressee",
		"Hidden",
		"PublicA",
	]);
	expect(namesOf(shown)).toEqual(["PublicA"]);
	expect(await textOf(petition)).toMatch(/canaryline/);
});

test("a line whose writer does not allow it cannot be published, by nobody's post", async () => {
	const { rows } = await sql<{ id: string }>`select id from signatures where line = 'private' limit 1`.execute(
		app.owner,
	);
	const answer = await moderator.post("/organise/campaigns/zhanaozen/lines", {
		line: rows[0]?.id ?? "",
		intent: "pick",
	});
	expect(answer.status).toBe(409);
});

test("no string of anyone who is not public stands at any public address, of whatever room", async () => {
	const found = await crawl(app);
	expect(found.size).toBeGreaterThan(150);
	// The crawl comes to where public words are, and sees them.
	expect(found.get(`${petition}/signatories`)).toContain("PublicA Canaryname");
	// Asked for in vain, and a form that is refused: an error page says nothing of others either.
	for (const path of ["/en/nowhere", `${petition}/signatories?page=99`, "/petitions/none/count.json"])
		found.set(path, await textOf(path));
	found.set("refused", await (await app.post(`${petition}/sign`, { email: "none" })).text());
	expect(said(found)).toEqual([]);
	expect(said(new Map(app.logged.map((line, i) => [`log ${i}`, line])))).toEqual([]);
}, 120_000);

/** Where a word stands that not everybody may read. */
function said(texts: Map<string, string>): string[] {
	const [lines, names] = [["Addressee", "Hidden", "PublicA"], /^Public/];
	const secret = [...Object.keys(signers), ...waiting].flatMap((who) => {
		const { name, town, organisation, line } = wordsOf(who);
		const shown = names.test(who) ? [] : [name, town, organisation];
		const ownWords = who === "Initials" ? [name] : shown;
		return [emailOf(who), ...ownWords, ...(lines.includes(who) ? [] : [line])];
	});
	return [...texts].flatMap(([path, text]) =>
		secret
			.filter((word) => text.includes(word) || text.includes(encodeURIComponent(word)))
			.map((word) => `${path}: ${word}`),
	);
}

test("a name waits at the desk until a moderator has read it; one organiser hides fifty on a day, and no more", async () => {
	const organiser = await makeOrganiser(app, { roles: ["moderator"] });
	const reader = await signIn(app, organiser);
	const names = "/organise/campaigns/zhanaozen/names";
	expect(await textOf("/organise", reader)).toContain("One public name waits to be read");
	const seen = /name="(seen\.[0-9a-f-]{36})" value="([0-9a-f]{64})"/.exec(await textOf(names, reader));
	const [, field = "", digest = ""] = seen ?? [];
	expect((await reader.post(names, { intent: "release", [field]: digest })).status).toBe(303);
	expect(await textOf("/organise", reader)).not.toContain("waits to be read");
	for (let i = 0; i < 50; i++) await recordAct(app.owner, { actor: organiser.id, act: "name.hidden" });
	const [, id = ""] = /name="name" value="([0-9a-f-]{36})"/.exec(await textOf(names, reader)) ?? [];
	expect((await reader.post(names, { name: id })).status).toBe(429);
	expect((await moderator.post(names, { name: id })).status).toBe(303);
	const { rows } = await sql<{ about: string }>`
		select about from audit_log where act = 'name.hidden' order by seq desc limit 1`.execute(app.owner);
	expect(rows[0]?.about).toBe(createHash("sha256").update(id).digest("hex").slice(0, 32));
	expect((await reader.post(names, { again: id })).status).toBe(303);
});
