import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kinds } from "#app/organise/moderation/kinds.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { branchLink, endorse } from "#tests/support/endorsing.ts";
import { makeOrganiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";

// Organisers check, place, put together and enter what organisations have adopted.

const home = "/organise/campaigns/zhanaozen/endorsements";
let app: TestApp;
let desk: SignedInClient;
let other: SignedInClient;
beforeAll(async () => {
	app = await startApp({ MAIL_MAX_PER_ADDRESS: "20,50" });
	[desk, other] = [
		await signIn(app, await makeOrganiser(app, { roles: ["moderator"] })),
		await signIn(app, await makeOrganiser(app, { roles: ["moderator"] })),
	];
});
afterAll(() => app.stop());

interface Row {
	id: string;
	state: string;
	code: string;
	merged_into: string | null;
	organisation_id: string;
	parent: string | null;
}
async function rowOf(name: string): Promise<Row> {
	const { rows } = await sql<Row>`
		select e.*, p.name as parent from endorsements e join organisations o on o.id = e.organisation_id
		left join organisations p on p.id = o.parent_id where o.name = ${name} order by e.created_on, e.id`.execute(
		app.owner,
	);
	return rows[0] as Row;
}
/** A body that has adopted the motion and confirmed it. */
async function adopted(name: string, fields: Record<string, string> = {}) {
	const email = `office@${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.example`;
	const claim = { organisation: name, email, state: "adopted", adopted_on: "2026-11-02", evidence: "Minutes no. 3" };
	await endorse(app, { ...claim, ...fields });
	const link = await branchLink(app, email);
	await app.post(link, { intent: "verify" });
	return { link, email, ...(await rowOf(name)) };
}
const acts = async (about: string) => {
	const { rows } = await sql<{
		act: string;
	}>`select act from audit_log where about like ${`${about}%`} order by seq`.execute(app.owner);
	return rows.map(({ act }) => act);
};
const placing = (name: string, parent = "") => ({
	intent: "place",
	name,
	kind: "branch",
	country: "GB",
	members: "",
	web: "",
	parent,
});

describe("an adopted motion", () => {
	test("stands on top of the list with how long it has waited, and the desk's first page counts it", async () => {
		const { id } = await adopted("Waiting branch");
		await sql`update endorsements set to_check_since = now() - interval '50 hours' where id = ${id}`.execute(app.owner);
		const page = await (await desk.get(home)).text();
		expect(page).toContain("50 hours waiting to be checked");
		expect(page).not.toContain("@");
		expect(await (await desk.get("/organise")).text()).toContain("One endorsement has waited longer than 48 hours");
	});

	test("is shown with the way in which it was checked, and a trusted address calls pickets that are listed at once", async () => {
		const { id, email } = await adopted("Checked branch");
		const checked = await desk.post(`${home}/${id}`, {
			intent: "check-and-show",
			way: "vouched",
			note: "",
			trust: "on",
		});
		expect([checked.status, (await rowOf("Checked branch")).state]).toEqual([303, "shown"]);
		expect(await acts(id)).toEqual(["endorsement.checked", "endorsement.shown"]);
		const { rows } = await sql`select reason from trusted_hosts where reason = 'endorsement'`.execute(app.owner);
		expect(rows).toHaveLength(1);
		expect(await (await desk.get(`${home}/${id}`)).text()).toContain(email);
		expect((await desk.post(`${home}/${id}`, { intent: "check", way: "vouched" })).status).toBe(409);
		expect((await desk.post(`${home}/${id}`, { intent: "check", way: "by post" })).status).toBe(422);
	});

	test("in whose words a filter found something is decided by two, in the queue", async () => {
		const { id } = await adopted("Flagged branch", { evidence: "Call +1 555 010 0199" });
		expect((await desk.post(`${home}/${id}`, { intent: "check", way: "vouched" })).status).toBe(409);
		const context = { ...app, keys: readKeyRing(app.settings.SECRET_KEYS) };
		const { rows } = await sql<{ campaign_id: number; flags: string[]; second_needed: boolean }>`
			select campaign_id, flags, second_needed from review_items where subject_id = ${id}`.execute(app.owner);
		expect(rows).toMatchObject([{ flags: ["phone"], second_needed: true }]);
		const view = await kinds.endorsement?.view(context as never, rows[0]?.campaign_id ?? 0, id, "en");
		expect(JSON.stringify(view)).toContain("555 010 0199");
		expect(await kinds.endorsement?.view(context as never, 999, id, "en")).toBeNull();
	});

	test("that is refused says why on the body's own page, and can be opened again", async () => {
		const { id, link } = await adopted("Refused branch");
		await desk.post(`${home}/${id}`, { intent: "refuse", because: "not-adopted" });
		expect(await (await app.get(link)).text()).toContain("The organisation says that it has not adopted this.");
		await desk.post(`${home}/${id}`, { intent: "reopen" });
		expect((await rowOf("Refused branch")).state).toBe("interested");
	});
});

describe("a body", () => {
	test("is put in its place, never below itself, and its name can be withheld", async () => {
		const above = await adopted("Upper body");
		const below = await adopted("Lower body");
		const put = (id: string, fields: Record<string, string>) => desk.post(`${home}/${id}`, fields);
		expect((await put(below.id, placing("Lower body", above.organisation_id))).status).toBe(303);
		expect((await rowOf("Lower body")).parent).toBe("Upper body");
		expect((await put(above.id, placing("Upper body", below.organisation_id))).status).toBe(409);
		expect((await rowOf("Upper body")).parent).toBeNull();
		await put(below.id, { intent: "check-and-show", way: "call-back", note: "" });
		await put(below.id, { ...placing("Lower body", above.organisation_id), withheld: "on" });
		const list = await (await app.get("/en/petitions/zhanaozen/organisations")).text();
		expect(list).not.toContain("Lower body");
		expect(list).toContain("A union branch in United Kingdom");
	});

	test("that is shown in other words, or with other members, is off the list until somebody else shows it again", async () => {
		const { id } = await adopted("Renamed branch");
		await desk.post(`${home}/${id}`, { intent: "check-and-show", way: "call-back", note: "" });
		await desk.post(`${home}/${id}`, { ...placing("A slogan"), web: "https://slogan.example" });
		const list = () => app.get("/en/petitions/zhanaozen/organisations").then((page) => page.text());
		expect([(await rowOf("A slogan")).state, (await list()).includes("slogan")]).toEqual(["checked", false]);
		expect((await desk.post(`${home}/${id}`, { intent: "show" })).status).toBe(409);
		expect((await other.post(`${home}/${id}`, { intent: "show" })).status).toBe(303);
	});

	test("of more than 10,000 members is shown by another than who checked it; of more than 20 million there is none", async () => {
		const { id } = await adopted("Large union", { members: "10001" });
		const act = (by: SignedInClient, intent: string) =>
			by.post(`${home}/${id}`, { intent, way: "call-back", note: "" });
		expect((await act(desk, "check-and-show")).status).toBe(409);
		expect((await act(desk, "check")).status).toBe(303);
		expect((await act(desk, "show")).status).toBe(409);
		expect((await act(other, "show")).status).toBe(303);
		await expect(
			sql`update organisations set members = 20000001 where name = 'Large union'`.execute(app.owner),
		).rejects.toMatchObject({ code: "23514" });
		await act(other, "hide");
	});

	test("whose name is withheld is named by two organisers, or by itself, and by nobody alone", async () => {
		const { id, link, organisation_id } = await adopted("Quiet branch");
		const withheld = async () => {
			const row = app.owner.selectFrom("organisations").where("id", "=", organisation_id).select("name_withheld");
			return (await row.executeTakeFirstOrThrow()).name_withheld;
		};
		const place = (by: SignedInClient, more = {}) => by.post(`${home}/${id}`, { ...placing("Quiet branch"), ...more });
		await place(desk, { withheld: "on" });
		for (const _ of [1, 2]) expect((await place(desk)).status).toBe(202);
		expect(await withheld()).toBe(true);
		await expect(
			sql`update organisations set name_withheld = false where id = ${organisation_id}`.execute(app.owner),
		).rejects.toThrow(/two organisers/);
		expect((await place(other)).status).toBe(303);
		expect(await withheld()).toBe(false);
		// Withheld again, it takes two again; or the body's own word.
		await place(desk, { withheld: "on" });
		expect([(await place(other)).status, await withheld()]).toEqual([202, true]);
		await app.post(link, { intent: "name" });
		expect(await withheld()).toBe(false);
		await app.post(link, { intent: "withhold" });
		expect(await withheld()).toBe(true);
	});

	test("that has claimed twice is put together: it counts once, and link, page and history stay", async () => {
		const first = await adopted("Doubled branch", { members: "70" });
		const second = await adopted("Doubled branch, again", { members: "70" });
		for (const { id } of [first, second])
			await desk.post(`${home}/${id}`, { intent: "check-and-show", way: "call-back", note: "" });
		const child = await adopted("Child of the doubled");
		await desk.post(`${home}/${child.id}`, placing("Child of the doubled", second.organisation_id));
		const count = async () =>
			((await (await app.get("/petitions/zhanaozen/count.json")).json()) as { organisations: number }).organisations;
		const before = await count();
		expect((await desk.post(`${home}/${second.id}`, { intent: "merge", into: first.id })).status).toBe(303);
		expect(await count()).toBe(before - 1);
		expect(await rowOf("Doubled branch, again")).toMatchObject({ merged_into: first.id, code: second.code });
		expect((await rowOf("Child of the doubled")).parent).toBe("Doubled branch");
		expect(await acts(second.id)).toEqual(["endorsement.checked", "endorsement.shown", "endorsement.merged"]);
		const page = await (await app.get(second.link)).text();
		expect(page).toContain(`/q/${second.code}`);
		expect(page).toContain("the two have been put together");
		// What the two said together is one's word no more: nothing of it is shown until the desk has looked.
		expect((await app.post(second.link, { intent: "withdraw" })).status).toBe(303);
		expect([(await rowOf("Doubled branch")).state, await count()]).toEqual(["checked", before - 2]);
		expect(await (await app.get(second.link)).text()).not.toContain("the two have been put together");
		expect((await desk.post(`${home}/${first.id}`, { intent: "merge", into: second.id })).status).toBe(409);
	});
});

describe("what reached the organisers otherwise", () => {
	const csv = [
		"name,kind,country,members,parent,adopted_on,evidence,checked",
		'Imported branch,branch,GB,30,Imported union,2026-11-01,"Minutes, no. 1",vouched',
		"Imported union,union,GB,900,,2026-11-01,Letter of 1 November,listed-address",
		"Unchecked branch,branch,GB,,,2026-11-01,Letter of 2 November,",
	].join("\n");
	const post = (intent: string, table = csv) =>
		desk.post(`${home}/import`, { intent, petition: "zhanaozen", csv: table });
	const imported = async () =>
		(await sql`select from organisations where name like 'Imported %' or name = 'Unchecked branch'`.execute(app.owner))
			.rows.length;

	test("is looked through before anything is written, entered once, and waits where nobody has checked it", async () => {
		const looked = await (await post("look")).text();
		expect(looked).toContain("3 lines are in order. Nothing has been entered yet.");
		expect(await imported()).toBe(0);
		const wrong = await post("enter", csv.replace("2026-11-01,Letter of 1", "soon,Letter of 1"));
		expect([wrong.status, (await wrong.text()).includes("Line 3"), await imported()]).toEqual([422, true, 0]);
		expect(await (await post("enter")).text()).toContain("3 endorsements are new");
		expect(await (await post("enter")).text()).toContain("Nothing was new");
		expect(await imported()).toBe(3);
		expect(await rowOf("Imported branch")).toMatchObject({ state: "checked", parent: "Imported union" });
		expect(await rowOf("Unchecked branch")).toMatchObject({ state: "adopted" });
		expect(await acts("zhanaozen")).toEqual(["endorsement.entered", "endorsement.entered"]);
	});

	test("is shown by another than who entered it, and Postgres holds to that", async () => {
		const { id } = await rowOf("Imported branch");
		expect((await desk.post(`${home}/${id}`, { intent: "show" })).status).toBe(409);
		await expect(
			sql`update endorsements set state = 'shown' where id = ${id}`.execute(app.owner),
		).rejects.toMatchObject({
			code: "23514",
		});
		expect((await other.post(`${home}/${id}`, { intent: "show" })).status).toBe(303);
		expect((await rowOf("Imported branch")).state).toBe("shown");
	});

	test("waits for two, whatever its line says, where a filter has found something in it", async () => {
		const line = "Flagged import,branch,GB,30,,2026-11-01,Call +1 555 010 0199,vouched";
		await post("enter", [csv.split("\n")[0], line].join("\n"));
		const { id, state } = await rowOf("Flagged import");
		expect(state).toBe("adopted");
		expect((await other.post(`${home}/${id}`, { intent: "check-and-show", way: "vouched" })).status).toBe(409);
	});

	test("can be typed in, with its evidence", async () => {
		const cells = {
			petition: "zhanaozen",
			name: "Typed branch",
			kind: "branch",
			country: "GB",
			adopted_on: "2026-11-03",
		};
		expect((await desk.post(`${home}/new`, cells)).status).toBe(422);
		const whole = { ...cells, evidence: "By letter", checked: "listed-address", parent: "imported union" };
		expect((await desk.post(`${home}/new`, whole)).status).toBe(303);
		expect(await rowOf("Typed branch")).toMatchObject({ state: "checked", parent: "Imported union" });
		expect((await desk.post(`${home}/new`, whole)).status).toBe(409);
	});

	test("is for moderators and administrators", async () => {
		const writer = await signIn(app, await makeOrganiser(app, { roles: ["writer"] }));
		for (const page of [home, `${home}/new`, `${home}/import`]) expect((await writer.get(page)).status).toBe(403);
	});
});
