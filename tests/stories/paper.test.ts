import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run as importSheet } from "#app/cli/import-sheet.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { checkHtml } from "#tests/support/check-html.ts";
import { operate } from "#tests/support/operator.ts";
import { makeOrganiser, type Organiser, type SignedInClient, signIn } from "#tests/support/organiser.ts";

// Sheets of signatures: made, counted by one, checked by another, said beside the count of this site and never in it.

const home = "/organise/campaigns/zhanaozen/paper";
let app: TestApp;
const people: Organiser[] = [];
let one: SignedInClient;
let two: SignedInClient;
beforeAll(async () => {
	app = await startApp();
	for (const roles of [["moderator"], ["administrator"]] as const) people.push(await makeOrganiser(app, { roles }));
	[one, two] = (await Promise.all(people.map((organiser) => signIn(app, organiser)))) as [
		SignedInClient,
		SignedInClient,
	];
});
afterAll(() => app.stop());

/** Makes sheets of twelve lines and gives their serials. */
async function make(sheets: number, language = "en"): Promise<string[]> {
	const made = await one.post(home, {
		intent: "make",
		petition: "zhanaozen",
		language,
		sheets: String(sheets),
		lines: "12",
	});
	expect(made.status).toBe(303);
	const { rows } = await sql<{ serial: string }>`
		select serial from paper_sheets where batch_id = (select max(id) from paper_batches) order by number`.execute(
		app.owner,
	);
	return rows.map(({ serial }) => serial);
}
const count = (by: SignedInClient, serial = "", rows = 7, refused = 1) =>
	by.post(home, { intent: "count", serial, rows: String(rows), refused: String(refused) });
const stateOf = async (serial = "") => {
	const row = app.owner.selectFrom("paper_sheets").where("serial", "=", serial).select(["state", "counted", "round"]);
	return row.executeTakeFirstOrThrow();
};
const counts = async () => {
	const answer = (await (await app.get("/petitions/zhanaozen/count.json")).json()) as { count: number; paper: number };
	return [answer.count, answer.paper];
};
const onPaper = async () => (await counts())[1] ?? Number.NaN;

test("a sheet counts once two people have come to the same number, as an addend of its own", async () => {
	const [serial = ""] = await make(1);
	const [online, paper = 0] = await counts();
	expect((await count(one, serial)).status).toBe(303);
	expect(await counts()).toEqual([online, paper]);
	expect(await (await two.get(home)).text()).toContain(serial);
	expect((await count(two, serial.toUpperCase().replace("-", " "))).status).toBe(303);
	expect(await counts()).toEqual([online, paper + 7]);
	expect(await stateOf(serial)).toEqual({ state: "counted", counted: 7, round: 1 });
	const page = await (await app.get("/en/petitions/zhanaozen")).text();
	expect(page).toContain(`+ ${paper + 7} on paper`);
	const { rows } = await sql<{ act: string; figures: object }>`
		select act, figures from audit_log where about = ${serial} order by seq`.execute(app.owner);
	expect(rows).toEqual([
		{ act: "paper.entered", figures: { rows: 7, refused: 1, state: "entered" } },
		{ act: "paper.checked", figures: { rows: 7, refused: 1, state: "counted" } },
	]);
});

describe("the same sheet", () => {
	test("counts once, however fast two people post their counts, and how often", async () => {
		const [serial] = await make(1);
		const before = await onPaper();
		const answers = await Promise.all([one, two, one, two].map((by) => count(by, serial)));
		expect(answers.map(({ status }) => status).sort()).toEqual([303, 303, 422, 422]);
		expect(await (await count(two, serial)).text()).toContain("This sheet has been entered already.");
		expect([(await stateOf(serial)).state, await onPaper()]).toEqual(["counted", before + 7]);
	});

	test("is refused by Postgres itself: a second first count, a check by the same person, a number that two did not count", async () => {
		const [serial = "", other = ""] = await make(2);
		await count(one, serial);
		const keep = (turn: number, by = people[0]) =>
			app.db
				.insertInto("paper_counts")
				.values({ serial, round: 1, turn, rows: 9, refused: 0, counted_by: by?.id ?? "" })
				.execute();
		await expect(keep(1, people[1])).rejects.toMatchObject({ code: "23505" });
		await expect(keep(2)).rejects.toMatchObject({ code: "23514" });
		for (const sheet of [serial, other])
			await expect(
				sql`update paper_sheets set state = 'counted', counted = 7 where serial = ${sheet}`.execute(app.db),
			).rejects.toMatchObject({ code: "23514" });
		await expect(sql`delete from paper_counts`.execute(app.db)).rejects.toMatchObject({ code: "42501" });
	});

	test("is not checked by who entered it, and its number is not shown to who checks it", async () => {
		const [serial] = await make(1);
		await count(one, serial, 11, 1);
		expect(await (await count(one, serial, 11, 1)).text()).toContain("The second count is somebody else’s.");
		const line = (await (await two.get(home)).text()).match(new RegExp(`${serial}.*?</li>`))?.[0];
		expect(line).toContain(people[0]?.name);
		expect(line).not.toContain("11");
	});

	test("counted differently does not count, is shown so, and is counted anew by two", async () => {
		const [serial] = await make(1);
		const before = await onPaper();
		await count(one, serial, 7);
		await count(two, serial, 8);
		expect([(await stateOf(serial)).state, await onPaper()]).toEqual(["differs", before]);
		const line = (await (await one.get(home)).text()).match(new RegExp(`${serial}.*?</li>`))?.[0] ?? "";
		for (const { name } of people) expect(line).toContain(name);
		expect((await one.post(home, { intent: "recount", serial: serial ?? "" })).status).toBe(303);
		await count(two, serial, 8);
		await count(one, serial, 8);
		expect([await stateOf(serial), await onPaper()]).toEqual([{ state: "counted", counted: 8, round: 2 }, before + 8]);
	});
});

test("a sheet that is counted anew or voided leaves the number at once; what was entered stays written", async () => {
	const [serial = ""] = await make(1);
	const before = await onPaper();
	await count(one, serial);
	await count(two, serial);
	expect(await onPaper()).toBe(before + 7);
	const twice = async (intent: string) => {
		expect((await one.post(home, { intent, serial })).status).toBe(202);
		expect((await one.post(home, { intent, serial })).status).toBe(422);
		const kept = await onPaper();
		expect((await two.post(home, { intent, serial })).status).toBe(303);
		return kept;
	};
	expect([await twice("recount"), await onPaper()]).toEqual([before + 7, before]);
	await count(two, serial, 6);
	await count(one, serial, 6);
	expect(await onPaper()).toBe(before + 6);
	expect([await twice("void"), await onPaper()]).toEqual([before + 6, before]);
	expect((await count(one, serial)).status).toBe(422);
	const kept = app.owner.selectFrom("paper_counts").where("serial", "=", serial).orderBy("round").select("rows");
	expect((await kept.execute()).map(({ rows }) => rows)).toEqual([7, 7, 6, 6]);
});

test("what was voided is counted after all by two, like a sheet that is new", async () => {
	const [serial = ""] = await make(1);
	const before = await onPaper();
	await one.post(home, { intent: "void", serial });
	expect((await one.post(home, { intent: "recount", serial })).status).toBe(303);
	await count(one, serial);
	await count(two, serial);
	expect(await onPaper()).toBe(before + 7);
});

test("a sheet is not checked by an organiser of less than 48 hours, nor by whom the first counter made one", async () => {
	const [serial = ""] = await make(1);
	const fresh = await makeOrganiser(app, { roles: ["moderator"] });
	const puppet = await signIn(app, fresh);
	const granted = (by: string | undefined, hours: number) =>
		sql`update campaign_roles set granted_by = ${by}, granted_at = now() - make_interval(hours => ${hours}::int)
			where organiser_id = ${fresh.id}`.execute(app.owner);
	await count(one, serial);
	const check = async () => (await count(puppet, serial)).status;
	await granted(people[1]?.id, 47);
	expect(await check()).toBe(422);
	await granted(people[0]?.id, 400);
	expect(await check()).toBe(422);
	await expect(
		sql`insert into paper_counts (serial, round, turn, rows, refused, counted_by) values (${serial}, 1, 2, 7, 1, ${fresh.id})`.execute(
			app.owner,
		),
	).rejects.toMatchObject({ code: "23514" });
	await granted(people[1]?.id, 48);
	expect(await check()).toBe(303);
});

test("many sheets checked at once make one right sum", async () => {
	const serials = await make(8);
	const before = await onPaper();
	await Promise.all(serials.map((serial) => count(one, serial, 5)));
	await Promise.all(serials.map((serial) => count(two, serial, 5)));
	expect(await onPaper()).toBe(before + 40);
});

test("paper is in no number of the signatures that were confirmed here", async () => {
	const [serial] = await make(1);
	const rows = () => app.owner.selectFrom("signatures").select(sql<number>`count(*)::int`.as("n")).executeTakeFirst();
	const [before, [online]] = [await rows(), await counts()];
	await count(one, serial, 12, 0);
	await count(two, serial, 12, 0);
	expect([await rows(), (await counts())[0]]).toEqual([before, online]);
	expect(await sql`select from signature_deltas`.execute(app.owner).then(({ rows: all }) => all)).toEqual([]);
});

test.each([
	["count", { serial: "abcd-efgh", rows: "1", refused: "0" }, "This is no serial."],
	["count", { serial: "", rows: "", refused: "" }, "This is no serial."],
])("what is no sheet is refused: %s %j", async (intent, fields, said) => {
	const answer = await one.post(home, { intent, ...fields });
	expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(said)]);
});

test("numbers that are missing, or more than the sheet has lines, are refused", async () => {
	const [serial = ""] = await make(1);
	expect(await (await one.post(home, { intent: "count", serial, rows: "3" })).text()).toContain("Enter both numbers");
	expect(await (await count(one, serial, 12, 1)).text()).toContain("The sheet has fewer lines than that.");
	expect(
		(await one.post(home, { intent: "make", petition: "zhanaozen", language: "en", sheets: "101", lines: "12" }))
			.status,
	).toBe(422);
	expect(
		(await one.post(home, { intent: "make", petition: "none", language: "en", sheets: "1", lines: "12" })).status,
	).toBe(404);
});

test("a batch is printed with a serial on each sheet and one code on all, for who may count them", async () => {
	const serials = await make(3, "kk");
	const { rows } = await sql<{ id: number; code: string }>`
		select id, code from paper_batches order by id desc limit 1`.execute(app.owner);
	const path = `${home}/${rows[0]?.id}`;
	const page = await (await one.get(path)).text();
	for (const serial of serials) expect(page).toContain(`<strong>${serial}</strong>`);
	expect(page.match(new RegExp(`/q/${rows[0]?.code}/qr.svg`, "g"))).toHaveLength(3);
	expect(page).toContain('<main class="sheets signatures" lang="kk">');
	expect((await one.get(`${home}/999999`)).status).toBe(404);
	await make(2);
	const english = await (await one.get(`${home}/${(rows[0]?.id ?? 0) + 1}`)).text();
	const desk = await (await one.get(home)).text();
	expect(checkHtml(new Map(Object.entries({ english, desk })))).toEqual([]);
	const writer = await signIn(app, await makeOrganiser(app, { roles: ["writer"] }));
	expect((await writer.get(path)).status).toBe(403);
});

describe("petition import-sheet", () => {
	const imported = async (lines: string[], ...flags: string[]) => {
		const dir = await mkdtemp(join(tmpdir(), "yntymaq-sheets-"));
		await writeFile(join(dir, "sheets.csv"), ["serial,rows,refused,counted-by", ...lines].join("\n"));
		return operate(app, importSheet, "zhanaozen", join(dir, "sheets.csv"), ...flags).finally(() =>
			rm(dir, { recursive: true }),
		);
	};

	test("enters first counts, once, and says before what it would do", async () => {
		const serials = await make(2);
		const before = await onPaper();
		const lines = serials.map((serial) => `${serial},4,1,${people[0]?.email}`);
		expect(await imported(lines, "--preview")).toContain("2 sheets would be entered");
		expect((await stateOf(serials[0])).state).toBe("out");
		expect(await imported(lines)).toContain("2 sheets entered, 0 were already");
		expect(await imported(lines)).toContain("0 sheets entered, 2 were already");
		expect(await onPaper()).toBe(before);
		expect((await count(one, serials[0], 4)).status).toBe(422);
		expect((await count(two, serials[0], 4)).status).toBe(303);
		expect(await onPaper()).toBe(before + 4);
	});

	test("enters nothing of a file with a line that is wrong", async () => {
		const [serial = "", other] = await make(2);
		await count(one, other);
		const wrong = [`${serial},4,1,${people[0]?.email}`, `${other},9,0,${people[0]?.email}`];
		await expect(imported(wrong)).rejects.toThrow("nothing was entered");
		await expect(imported([`${serial},4,1,nobody@example.org`])).rejects.toThrow("nothing was entered");
		expect((await stateOf(serial)).state).toBe("out");
	});
});
