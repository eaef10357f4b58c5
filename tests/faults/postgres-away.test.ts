import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { until } from "#tests/support/mail.ts";
import { type OwnPostgres, ownPostgres } from "#tests/support/own-postgres.ts";
import { count, linkIn, mailTo, petition, sign, signAndConfirm } from "#tests/support/signing.ts";

// Postgres stopped, restarted and full while people sign (decision 20).

let postgres: OwnPostgres;
let app: TestApp;
beforeAll(async () => {
	postgres = await ownPostgres({ max_connections: "40" });
	app = await startApp({}, postgres.database);
});
afterAll(async () => {
	await app.stop();
	await postgres.database.drop();
	await postgres.remove();
});

const typed = { visibility: "public", name: "Kept <Name>", town: "Kept Town", line: "Kept\nline", updates: "on" };

/** A page that says so in the reader's language, with nothing of a fault in it. */
async function expectAway(answer: Response, words: string): Promise<string> {
	const page = await answer.text();
	expect([answer.status, answer.headers.get("Retry-After")]).toEqual([503, "5"]);
	expect(answer.headers.get("Cache-Control")).toContain("no-store");
	expect(page).toContain(words);
	expect(page).not.toMatch(/ECONN|error:|pg-pool|57P0|\.ts:\d/);
	return page;
}

test("while Postgres is away the form comes back with what was typed, and the next try counts once", async () => {
	await sign(app, "waiting@example.org");
	const link = linkIn(await mailTo(app, "waiting@example.org"));
	const before = await count(app);
	await postgres.stop();

	const form = await expectAway(await sign(app, "kept@example.org", typed), "What you typed is still here");
	for (const kept of ["kept@example.org", "Kept &lt;Name&gt;", "Kept Town"]) expect(form).toContain(`value="${kept}"`);
	expect(form).toContain("Kept\nline</textarea>");
	expect(form).toMatch(/<option value="GB" selected=""/);
	expect(form).toMatch(/<input(?=[^>]*value="public")(?=[^>]*checked)/);
	expect(form).toContain(`action="${petition}/sign"`);

	await expectAway(await app.get("/kk/petitions/zhanaozen"), "Қазір жауап бере алмаймыз");
	await expectAway(await app.get("/ru"), "Сейчас мы не можем ответить");
	const confirm = await expectAway(
		await app.post(link, { visibility: "addressee", name: 'Kept "Name"' }),
		"press the button",
	);
	expect(confirm).toContain(`action="${link}"`);
	expect(confirm).toContain('name="visibility" value="addressee"');
	expect(confirm).toContain('name="name" value="Kept &#34;Name&#34;"');
	expect((await sign(app, "no address")).status).toBe(422);
	expect((await app.get("/petitions/zhanaozen/count.json")).status).toBe(503);
	expect([(await app.get("/readyz")).status, (await app.get("/healthz")).status]).toEqual([503, 200]);

	await postgres.start();
	await until(async () => (await app.get("/readyz")).status === 200, "the site is ready", 10_000);
	expect((await sign(app, "kept@example.org", typed)).status).toBe(303);
	expect((await app.post(linkIn(await mailTo(app, "kept@example.org")), {})).status).toBe(303);
	expect((await app.post(link, {})).status).toBe(303);
	expect(await count(app)).toBe(before + 2);
});

test("restarted while people sign: no half signature, every accepted one is mailed, the counts go on", async () => {
	const before = await count(app);
	const statuses = new Map<number, number>();
	let going = true;
	const accepted: string[] = [];
	async function signOn(person: number) {
		for (let n = 0; going; ) {
			// Whoever is told to tries again, whether or not the first one was kept.
			const email = `crowd-${person}-${n}@example.org`;
			const { status } = await sign(app, email);
			statuses.set(status, (statuses.get(status) ?? 0) + 1);
			if (status !== 303) continue;
			accepted.push(email);
			n++;
		}
	}
	const crowd = Array.from({ length: 8 }, (_, person) => signOn(person));
	await until(() => accepted.length >= 40, "people sign");
	await postgres.stop();
	await until(() => (statuses.get(503) ?? 0) >= 20, "people are told");
	await postgres.start();
	const had = accepted.length;
	await until(() => accepted.length >= had + 40, "people sign again", 10_000);
	going = false;
	await Promise.all(crowd);
	expect([...statuses.keys()].sort()).toEqual([303, 503]);

	const { rows } = await sql<{ halves: number }>`
		select count(*) as halves from submissions s full join email_deliveries d on d.subject_id = s.id
		where s.id is null or d.id is null`.execute(app.owner);
	expect(rows).toEqual([{ halves: 0 }]);
	const last = accepted.at(-1) ?? "";
	expect((await app.post(linkIn(await mailTo(app, last)), {})).status).toBe(303);
	await until(
		async () => (await app.owner.selectFrom("signature_deltas").selectAll().execute()).length === 0,
		"the counts are rolled up",
		10_000,
	);
	expect(await count(app)).toBe(before + 1);
});

test("out of connections: 503 with the form, and people sign as soon as one is free", async () => {
	const held: pg.Client[] = [];
	async function holdAll() {
		for (;;) {
			const client = new pg.Client({ connectionString: app.url });
			client.on("error", () => undefined);
			try {
				await client.connect();
				held.push(client);
			} catch (error) {
				expect(error).toMatchObject({ code: "53300" });
				return;
			}
		}
	}
	await holdAll();
	const ours = async () =>
		Promise.all(held.map(async (client) => (await client.query("select pg_backend_pid() as pid")).rows[0].pid));
	// The product's own connections go, and others take their places, until none is the product's.
	await until(async () => {
		const gone = await held[0]?.query(
			`select pg_terminate_backend(pid) from pg_stat_activity
			where backend_type = 'client backend' and not pid = any($1)`,
			[await ours()],
		);
		await holdAll();
		return gone?.rowCount === 0;
	}, "every connection is held");
	await expectAway(await sign(app, "crowded-out@example.org", typed), "What you typed is still here");
	expect((await app.get("/readyz")).status).toBe(503);

	await Promise.all(held.map((client) => client.end()));
	await until(async () => (await sign(app, "crowded-out@example.org", typed)).status === 303, "there is room", 10_000);
	await until(
		() => signAndConfirm(app, "after@example.org").then(({ status }) => status === 303),
		"mail goes out",
		10_000,
	);
});

test("nothing of it was a fault, and the log has neither a stack nor a word of anyone's", () => {
	const lines = app.logged.map((line) => JSON.parse(line));
	expect(lines.filter(({ event, level }) => event === "fault" || level === "error")).toEqual([]);
	expect(lines.filter(({ event }) => event === "Postgres is away: answering 503").length).toBeGreaterThan(0);
	expect(app.logged.join("")).not.toMatch(/example\.org|Kept|\.ts:\d|127\.0\.0\.1/);
});
