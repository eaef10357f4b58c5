import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { access, isAmong, type Role, roles } from "#app/organise/access.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { takesFile } from "#tests/support/client.ts";
import { type ForeignThings, plantForeign } from "#tests/support/foreign-things.ts";
import { makeOrganiser, type Organiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";

let app: TestApp;
let stranger: Organiser;
const members = new Map<Role, Organiser>();
beforeAll(async () => {
	app = await startApp();
	await sql`insert into campaigns (slug, day, zone, key_sealed)
		select 'elsewhere', day, zone, key_sealed from campaigns`.execute(app.owner);
	stranger = await makeOrganiser(app, { campaign: "elsewhere", roles });
	for (const role of roles) members.set(role, await makeOrganiser(app, { roles: [role] }));
});
afterAll(() => app.stop());

const addresses = Object.entries(access);

/** An address with its places filled, none of which there is but the campaign. */
function fill(address: string, slug = "zhanaozen"): string {
	const filled = address.replace(":slug", slug).replace(/:\w+|\*/g, "00000000-0000-4000-8000-000000000000");
	return `/${filled}`;
}

/** What an answer says of who may come in; the page's own errors are another matter. */
async function heard(answer: Response, path = ""): Promise<string> {
	await answer.arrayBuffer();
	const location = answer.headers.get("Location") ?? "";
	if (answer.status === 303 && location.startsWith("/organise/sign-in?")) return "sign in";
	if (answer.status === 303 && location.startsWith("/organise/step-up?")) return "step up";
	if (answer.status === 303 && location === "/organise/lock" && path !== location) return "locked";
	if ([403, 404, 405, 500].includes(answer.status)) return String(answer.status);
	return "in";
}

/** A session of its own for each question: what a post may do to sessions disturbs no other. */
async function ask(organiser: Organiser, path: string, post: boolean, stale = false): Promise<string> {
	const browser = await signIn(app, organiser);
	if (stale)
		await sql`update organiser_sessions set stepped_up_at = now() - interval '11 minutes'
			where organiser_id = ${organiser.id}`.execute(app.owner);
	const said = await heard(await (post ? browser.post(path, {}) : browser.get(path)), path);
	await sql`delete from site_locks`.execute(app.owner);
	return said;
}

test.each(addresses)("%s answers each role as the table says", async (address, row) => {
	const path = fill(address);
	const questions = [...members].map(([role, organiser]) => async () => {
		const campaigns = new Map([["zhanaozen", { roles: new Set([role]) }]]);
		const slug = address.includes(":slug") ? "zhanaozen" : undefined;
		const sees = isAmong(row.see, { campaigns }, slug);
		const get = await ask(organiser, path, false);
		if (sees) expect(["in", "404"], `${role} sees ${path}`).toContain(get);
		else expect(get, `${role} sees ${path}`).toBe("403");

		const acts = sees && row.act !== undefined && isAmong(row.act, { campaigns }, slug);
		const post = await ask(organiser, path, true);
		if (acts) expect(["in", "404"], `${role} posts to ${path}`).toContain(post);
		else expect(post, `${role} posts to ${path}`).toBe(sees && !row.act ? "405" : "403");
		if (acts && row.stepUp) expect(await ask(organiser, path, true, true), path).toBe("step up");
	});
	// A lock of all sessions would end the others' in the middle of their question; few files are taken at once.
	if (address === "organise/lock" || takesFile(address)) for (const question of questions) await question();
	else await Promise.all(questions.map((question) => question()));
});

test.each(addresses)("%s is closed to who is not signed in, or whose session is none", async (address, row) => {
	if (row.see === "anyone") return;
	const path = fill(address);
	const own = { Origin: app.origin };
	for (const cookie of ["__Host-session=", `__Host-session=${"a".repeat(32)}`]) {
		expect(await heard(await app.get(path, { Cookie: cookie })), `GET ${path}`).toBe("sign in");
		if (row.act)
			expect(await heard(await app.post(path, {}, { ...own, Cookie: cookie })), `POST ${path}`).toBe("sign in");
	}
});

test("a campaign of others is answered as one that there is not, on every address and to every role", async () => {
	const browser = await signIn(app, stranger);
	for (const [address, row] of addresses.filter(([one]) => one.includes(":slug"))) {
		const pages = await Promise.all(
			["zhanaozen", "no-such-campaign"].map(async (slug) => {
				const path = fill(address, slug);
				const get = await browser.get(path);
				const post = row.act ? await browser.post(path, {}) : get;
				return [get.status, post.status, (await get.text()).replaceAll(slug, "")];
			}),
		);
		expect(pages[0]?.slice(0, 2), address).toEqual([404, 404]);
		expect(pages[0]).toEqual(pages[1]);
		expect((await browser.get(fill(address, "elsewhere"))).status, address).not.toBe(403);
	}
});

describe("a thing of another campaign, asked for under one's own", () => {
	let theirs: ForeignThings;
	let browser: SignedInClient;
	beforeAll(async () => {
		theirs = await plantForeign(app, readKeyRing(app.settings.SECRET_KEYS), "theirs");
		await sql`insert into texts (campaign_id, path) select id, ${theirs.text} from campaigns where slug = 'theirs'`.execute(
			app.owner,
		);
		browser = await signIn(app, await makeOrganiser(app, { roles }));
	});

	/** Every table that a post could change, whole, by its name. */
	async function dump(): Promise<Map<string, string>> {
		const { rows } = await sql<{ name: string }>`
			select table_name as name from information_schema.tables
			where table_schema = 'public' and table_type = 'BASE TABLE'
				-- What asking itself moves: when a session was last seen. What the worker moves by the clock.
				and table_name not in ('organiser_sessions', 'email_days', 'confirmation_days', 'mail_rollup',
					'fund_publication_heads', 'fund_publications')
			order by 1`.execute(app.owner);
		const tables = await Promise.all(
			rows.map(({ name }) => sql`select to_jsonb(t) as row from ${sql.table(name)} t order by 1`.execute(app.owner)),
		);
		const whole = rows.map(({ name }, n): [string, string] => [name, JSON.stringify(tables[n]?.rows)]);
		return new Map([...whole, ["their session", JSON.stringify(await sessions())]]);
	}
	/** The tables that are not as they were. */
	async function changedSince(before: Map<string, string>): Promise<string[]> {
		const now = await dump();
		return [...before.keys()].filter((name) => now.get(name) !== before.get(name));
	}
	const sessions = async () =>
		(await app.owner.selectFrom("organiser_sessions").select("id").where("id", "=", theirs.session).execute()).length;

	const home = "/organise/campaigns/zhanaozen";
	/** Of every address that names a thing of a campaign: which there is elsewhere only, and posts that are in order for one's own. */
	const named: Record<string, [things: readonly (keyof ForeignThings)[], ...posts: Record<string, string>[]]> = {
		"texts/:locale/versions/*": [["text"], { version: "1", base: "1" }],
		"texts/:locale/*": [["text"], { intent: "save", title: "Ours now", base: "0" }],
		"mailings/:mailing": [["mailing"], ...["test", "redraw", "plan", "pause", "cancel"].map((intent) => ({ intent }))],
		"mailings/:mailing/send": [["mailing"], { digest: "0123456789abcdef" }],
		"mailings/:mailing/shown/:locale": [["mailing"]],
		"queue/:item": [["item"], { intent: "claim" }, { intent: "done", revision: "1" }],
		"photos/:photo": [["photo"]],
		"paper/:batch": [["batch"]],
		"endorsements/:endorsement": [
			["endorsement"],
			{ intent: "check", way: "vouched" },
			{ intent: "refuse", because: "unreachable" },
			{ intent: "hide" },
		],
		"petitions/:petition": [["petition"], { intent: "preview", country: "FR" }],
		"petitions/:petition/hand-in": [["petition"]],
		"petitions/:petition/hand-in/files": [["petition"], { list: "1", place: "1", language: "en", format: "csv" }],
		"petitions/:petition/closing": [["petition"], { intent: "hand-in", day: "2026-11-01", sure: "on", without: "on" }],
		"petitions/:petition/closing/photo": [["petition"]],
		"fund/gifts/:gift": [["gift"], { intent: "receipt" }, { intent: "refund", amount: "1" }],
		"fund/aid/people/:person": [
			["person"],
			{ intent: "look", reason: "payment" },
			{ intent: "mend", name: "Ours now", reach: "ours" },
			{ intent: "conflict", sure: "on" },
			{ intent: "erase", sure: "on" },
		],
		"fund/aid/people/:person/checks": [["person"], { kind: "lists", result: "nothing", lists: "un", note: "ours" }],
		"fund/aid/:request": [
			["request"],
			{ intent: "look", reason: "payment" },
			{ intent: "approve" },
			{ intent: "cancel" },
		],
		"fund/aid/:request/receipt": [["request"]],
		"fund/aid/:request/receipt/file": [["request"]],
		"previews/:page": [[]],
	};
	const shapes = addresses.flatMap(([address]) => /^organise\/campaigns\/:slug\/(.*[:*].*)$/.exec(address)?.[1] ?? []);
	/** The address of their thing in our campaign. */
	const address = (shape: string, things: readonly (keyof ForeignThings)[]) =>
		things.reduce(
			(path, thing) => path.replace(/:(?!locale)\w+|\*/, String(theirs[thing])),
			`${home}/${shape}`.replace(":locale", "en"),
		);

	test("has its place in this list, whatever address comes to name one", () => {
		expect(Object.keys(named).sort()).toEqual([...shapes].sort());
	});

	test.each(shapes)("%s: is not there, and a post to it changes nothing", async (shape) => {
		const [things, ...posts] = named[shape] ?? [[]];
		const row = access[`organise/campaigns/:slug/${shape}`];
		const path =
			shape === "previews/:page" ? `${home}/previews/petition?petition=${theirs.petition}` : address(shape, things);
		// What is only posted to leads back to its page, which is in this list too.
		const { status } = await browser.get(path);
		expect([path, status]).toEqual([path, /\/files?$/.test(shape) ? 303 : 404]);
		if (!row?.act) return;
		const before = await dump();
		for (const fields of [{}, ...posts]) {
			const { status } = await browser.post(path, fields);
			// A form that is not in order is refused before anybody looks for what it is about.
			expect([path, fields, [404, 422].includes(status), status]).toEqual([path, fields, true, status]);
		}
		expect([path, await changedSince(before)]).toEqual([path, []]);
	});

	test("is shown to nobody", async () => {
		const { petition, approval } = theirs;
		const editor = `${home}/texts/en/petitions/${petition}`;
		expect((await browser.get(editor)).status).toBe(404);
		const lists = ["queue", "photos", "pickets", "previews", "people", "endorsements", "paper", "mailings", "sources"];
		const ofFund = ["fund/bank", "fund/cash", "fund/held", "fund/gifts", "fund/aid", "fund/aid/people"];
		for (const path of [...lists, ...ofFund].map((list) => `${home}/${list}`)) {
			const page = await (await browser.get(path)).text();
			const found = Object.values(theirs).filter((id) => typeof id === "string" && page.includes(id));
			expect([path, found]).toEqual([path, []]);
		}
		const approvals = await (await browser.get("/organise/approvals")).text();
		expect(approvals).not.toContain(approval);
	});

	test("is changed by nobody, whatever is posted", async () => {
		const { item, petition, photo, approval, preview, picket, held, invalidation, answer, invited, organiser } = theirs;
		const posts: [string, Record<string, string>][] = [
			[`${home}/queue`, { intent: "claim", item }],
			[`${home}/photos`, { photo }],
			[`${home}/pickets`, { intent: "hide", picket }],
			[`${home}/previews`, { intent: "take back", preview, id: preview }],
			[`${home}/answers`, { intent: "delete", answer }],
			[`${home}/petitions/zhanaozen`, { intent: "trust", held }],
			[`${home}/petitions/zhanaozen`, { intent: "cancel", id: String(invalidation) }],
			[`${home}/petitions/zhanaozen`, { intent: "undo", id: String(invalidation) }],
			[`${home}/opening`, { intent: "close petition", petition, slug: petition }],
			[`${home}/people`, { intent: "withdraw", organiser: invited }],
			[`${home}/people`, { intent: "disable", organiser }],
			[`${home}/people`, { intent: "grant", organiser, role: "auditor" }],
			["/organise/approvals", { intent: "agree", id: approval }],
			["/organise/approvals/refusals", { id: approval }],
			["/organise/me", { intent: "end-session", session: theirs.session }],
			[`${home}/paper`, { intent: "count", serial: theirs.sheet, rows: "1", refused: "0" }],
			[`${home}/fund/held`, { intent: "accept", gift: theirs.gift }],
			[`${home}/fund/held`, { intent: "give-back", gift: theirs.gift }],
			[`${home}/fund/bank`, { intent: "part", line: theirs.line, amounts: "1" }],
			[`${home}/fund/bank`, { intent: "say", line: theirs.line, is: "gift", reference: "" }],
		];
		const before = await dump();
		for (const [path, fields] of posts) {
			const { status } = await browser.post(path, fields);
			// What may be pressed twice answers as if it had done it: that says nothing of others' things.
			const said = /me$|refusals$/.test(path) ? [303] : [404, 409, 422];
			expect([path, fields, said.includes(status), status]).toEqual([path, fields, true, status]);
			expect([path, fields, await changedSince(before)]).toEqual([path, fields, []]);
		}
	});
});

test("an organiser without any role sees their own account and no campaign", async () => {
	const nobody = await makeOrganiser(app, { roles: [] });
	expect(await ask(nobody, "/organise/me", false)).toBe("in");
	expect(await ask(nobody, "/organise/campaigns/zhanaozen", false)).toBe("404");
});

test("what is locked is shut but for the ways out", async () => {
	await sql`insert into site_locks (what) values ('sessions')`.execute(app.owner);
	const organiser = members.get("administrator") as Organiser;
	const browser = await signIn(app, organiser);
	for (const [address, row] of addresses) {
		if (row.see === "anyone" || address === "organise/sign-out" || !isAmong(row.see, administrator)) continue;
		const said = await heard(await browser.get(fill(address)));
		if (row.whileLocked) expect(["in", "404"], address).toContain(said);
		else expect(said, address).toBe("locked");
	}
	await sql`delete from site_locks`.execute(app.owner);
});
const administrator = { campaigns: new Map([["zhanaozen", { roles: new Set(["administrator"] as const) }]]) };

test("no letter of an address, no query and no data request slips past the table", async () => {
	const browser = await signIn(app, members.get("translator") as Organiser);
	for (const path of [
		"/ORGANISE/Audit",
		"/organise/audit/",
		"/organise/audit?x=1",
		"/organise//audit",
		"/organise/%61udit",
	])
		expect([403, 404], path).toContain((await browser.get(path)).status);
	for (const path of ["/organise/me.data", "/organise.data", "/organise/me?_data=root", "/organise/me?_routes=root"])
		expect([path, (await browser.get(path)).status]).toEqual([path, 404]);
	expect((await browser.get("/organise/no-such-page")).status).toBe(404);
});
