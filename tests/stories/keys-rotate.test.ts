import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkKeys } from "#app/cli/check-keys.ts";
import { run as rotateKeys } from "#app/cli/rotate-keys.ts";
import { readSettings } from "#app/env.server.ts";
import { checkNewest } from "#app/organise/keys/check-newest.server.ts";
import { resealAll } from "#app/organise/keys/reseal-all.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { openBytes, seal } from "#app/seal/seal.ts";
import { connect } from "#db/client.ts";
import { countStale, readStale } from "#db/reseal.server.ts";
import { sealedColumns } from "#db/sealed-columns.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { until } from "#tests/support/mail.ts";
import { operate } from "#tests/support/operator.ts";
import { makeOrganiser } from "#tests/support/organiser.ts";
import { sealedRows } from "#tests/support/sealed-rows.ts";
import { count, linkIn, mailTo, sign } from "#tests/support/signing.ts";

// A new secret comes first, everything is sealed anew while people sign, the old one goes.

const secret = () => randomBytes(32).toString("base64");
const [first, second, third] = [`1:${secret()}`, `2:${secret()}`, `3:${secret()}`];
const roomy = { MAIL_MAX_PER_ADDRESS: "20,50", DOMAIN_HOLD_ABOVE: "10000" };
const nobody = { signal: new AbortController().signal, report: () => undefined };

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.drop());

/** The whole product with these keys, for as long as the story needs it. */
async function withApp<Result>(keys: string, story: (app: TestApp) => Promise<Result>): Promise<Result> {
	const app = await startApp({ SECRET_KEYS: keys, ...roomy }, database);
	try {
		return await story(app);
	} finally {
		await app.stop();
	}
}

const stale = async (newest: number) => {
	const counts = await Promise.all(sealedColumns.map((column) => countStale(database.owner, column, newest)));
	return counts.reduce((sum, n) => sum + n, 0);
};

async function signAs(app: TestApp, email: string, fields = {}) {
	await sign(app, email, fields);
	return linkIn(await mailTo(app, email));
}

test("the list of sealed columns is the schema's", async () => {
	const { rows } = await sql<{ name: string }>`
		select table_name || '.' || column_name as name from information_schema.columns
		where table_schema = 'public' and (column_name = 'sealed' or column_name like '%\_sealed')
		order by 1`.execute(database.owner);
	expect(rows.map(({ name }) => name)).toEqual(sealedColumns.map(({ table, column }) => `${table}.${column}`).sort());
});

const people = Array.from({ length: 8 }, (_, n) => `early-${n}@example.org`);
const named = { visibility: "addressee", name: "Sample Sample", updates: "on" };
let waiting: string[] = [];

test("a rotation under load keeps every dedupe, a kill in the middle costs nothing, and the old key may go", async () => {
	waiting = await withApp(first, async (app) => {
		const links = await Promise.all(people.map((email) => signAs(app, email, named)));
		for (const link of links.slice(0, 5)) expect((await app.post(link, {})).status).toBe(303);
		// The demonstration's organisers have no second factor.
		await makeOrganiser(app);
		await sealedRows(app, readKeyRing(first));
		return links.slice(5);
	});
	await expect(checkKeys(database.url, readKeyRing(second))).rejects.toThrow(
		/^SECRET_KEYS lacks version 1, which is in use: [^\n]+$/,
	);
	const fingerprints = () =>
		database.owner.selectFrom("signatures").select(["id", "fingerprint"]).orderBy("id").execute();
	const before = await fingerprints();

	const both = readKeyRing(`${second},${first}`);
	await expect(checkNewest(database.db, both)).rejects.toThrow(/^nothing has started with version 2 [^\n]+$/);
	await withApp(`${second},${first}`, async (app) => {
		await checkNewest(database.db, both);
		let going = true;
		let signed = 0;
		async function signOn(person: number) {
			for (let n = 0; going; n++) {
				// Some of them had signed before, some wait since before.
				const email = n % 2 ? (people[(person + n) % people.length] ?? "") : `crowd-${person}-${n}@example.org`;
				const { status } = await sign(app, email, named);
				expect(status).toBe(303);
				if (n % 2 === 0) expect((await app.post(linkIn(await mailTo(app, email)), {})).status).toBe(303);
				signed++;
			}
		}
		const crowd = [0, 1].map(signOn);
		await until(() => signed >= 4, "people sign");

		const rotating = connect(app.url, { max: 1, statementTimeout: 5_000, onError: () => undefined });
		let batches = 0;
		const killed = resealAll(rotating, both, {
			...nobody,
			batch: 3,
			report: () => {
				if (++batches === 4) void rotating.destroy();
			},
		});
		await expect(killed).rejects.toThrow();
		const left = await stale(2);
		expect(left).toBeGreaterThan(0);

		const seen: string[] = [];
		const rotated = await resealAll(app.db, both, {
			...nobody,
			batch: 3,
			report: ({ table, done, total }) => seen.push(`${table} ${done <= total}`),
		});
		expect(rotated).toEqual({ state: "done", resealed: expect.any(Number) });
		expect(new Set(seen)).not.toContain("submissions false");
		const then = signed;
		await until(() => signed >= then + 2, "people sign on");
		going = false;
		await Promise.all(crowd);
		expect(await stale(2)).toBe(0);
		expect(await resealAll(app.db, both, nobody)).toEqual({ state: "done", resealed: 0 });
	});
	expect((await fingerprints()).filter(({ id }) => before.some((row) => row.id === id))).toEqual(before);

	await withApp(second, async (app) => {
		const counted = await count(app);
		for (const email of people.slice(0, 2)) {
			const link = await signAs(app, email);
			expect(await (await app.post(link, {})).text()).toContain("Already counted");
		}
		expect(await count(app)).toBe(counted);
		for (const link of waiting) expect((await app.post(link, {})).status).toBe(303);
		expect(await count(app)).toBe(counted + waiting.length);
	});
});

test("everything opens under the new key alone", async () => {
	const ring = readKeyRing(second);
	for (const column of sealedColumns) {
		// No version is 0: these are all of them.
		const values = await readStale(database.owner, column, 0, undefined, 10_000);
		for (const { place, sealed } of values)
			expect(() => openBytes(ring, `${column.table}/${place}`, sealed), column.table).not.toThrow();
		if (column.table !== "email_deliveries") expect([column.table, values.length > 0]).toEqual([column.table, true]);
	}
});

test("a start with another secret under a known version, or without one in use, is refused in one line", async () => {
	await expect(checkKeys(database.url, readKeyRing(`2:${secret()}`))).rejects.toThrow(
		/^SECRET_KEYS has another secret as version 2 [^\n]+$/,
	);
	await expect(checkKeys(database.url, readKeyRing(`3:${secret()}`))).rejects.toThrow(
		/^SECRET_KEYS lacks version 2, which is in use: [^\n]+$/,
	);
	// Only a person's words are left under it, no key: that counts too.
	await sql`insert into secret_key_versions (version, proof) values (7, sha256('7'))`.execute(database.owner);
	await sql`update signatures set sealed = '\x07'::bytea || substring(sealed from 2) where sealed is not null`.execute(
		database.owner,
	);
	await expect(checkKeys(database.url, readKeyRing(second))).rejects.toThrow(/^SECRET_KEYS lacks version 7, /);
	await sql`update signatures set sealed = '\x02'::bytea || substring(sealed from 2) where sealed is not null`.execute(
		database.owner,
	);
	await checkKeys(database.url, readKeyRing(second));
	expect(await database.owner.selectFrom("secret_key_versions").select("version").execute()).toEqual([{ version: 2 }]);
});

test("Ctrl-C ends it after a batch, and the next run goes on", async () => {
	const ring = readKeyRing(`${third},${second}`);
	const stop = new AbortController();
	const interrupted = await resealAll(database.db, ring, { signal: stop.signal, batch: 1, report: () => stop.abort() });
	expect(interrupted).toEqual({ state: "interrupted", resealed: 1 });
	const left = await stale(3);
	expect(await resealAll(database.db, ring, nobody)).toEqual({ state: "done", resealed: left });
});

test("a key stays for as long as people can unsubscribe under it by mails that are out, unless it is given up", async () => {
	const [both, alone] = [`${third},${second}`, readKeyRing(third)];
	await checkKeys(database.url, readKeyRing(both));
	await sql`
		with message as (
			insert into email_messages (kind, lane, policy, status, campaign_id)
			select 'mailing', 'bulk', policy, status, (select min(id) from campaigns) from email_messages
			where kind = 'confirm-signature' returning id)
		insert into email_deliveries (message_id, lane, subject_id, domain_bucket, state, done_on)
		select id, 'bulk', gen_random_uuid(), 0, 'sent', current_date - 1 from message`.execute(database.owner);
	const { rows } = await sql<{ until: string }>`select current_date + 89 as until`.execute(database.owner);
	const until = rows[0]?.until;
	await expect(checkKeys(database.url, alone)).rejects.toThrow(
		new RegExp(`^SECRET_KEYS lacks version 2, without which nobody can unsubscribe [^\n]+ until ${until}, [^\n]+$`),
	);
	const dir = await mkdtemp(join(tmpdir(), "yntymaq-keys-"));
	try {
		const site = { url: database.url, settings: await readSettings({ DATA_DIR: dir, SECRET_KEYS: both }) };
		expect(await operate(site, rotateKeys)).toContain(`\nversion 2 stays in SECRET_KEYS until ${until}: `);
		await expect(operate(site, rotateKeys, "--forget", "3")).rejects.toThrow("version 3 is the one that seals");
		expect(await operate(site, rotateKeys, "--forget", "2")).toContain("\nversion 2 is forgotten: ");
		// A process that was not started anew seals one more value meanwhile: links are given up, values are not.
		const late = {
			id: "evt_late",
			type: "late",
			payload_sealed: seal(readKeyRing(second), "stripe_events/evt_late", {}),
		};
		await database.owner.insertInto("stripe_events").values(late).execute();
		await expect(checkKeys(database.url, alone)).rejects.toThrow(/^SECRET_KEYS lacks version 2, which is in use: /);
		expect(await operate(site, rotateKeys)).toContain("\nversion 2 may go from SECRET_KEYS\n");
		await checkKeys(database.url, alone);
		const { rows: forgotten } = await sql<{ version: number }>`
			select (figures ->> 'forgotten')::int as version from audit_log where figures ? 'forgotten'`.execute(
			database.owner,
		);
		expect(forgotten).toEqual([{ version: 2 }]);

		await checkKeys(database.url, readKeyRing(`${second},${third}`));
		await checkKeys(database.url, readKeyRing(both));
		await sql`update email_deliveries set done_on = current_date - 91 where lane = 'bulk'`.execute(database.owner);
		expect(await operate(site, rotateKeys)).toContain("\nversion 2 may go from SECRET_KEYS\n");
		await checkKeys(database.url, alone);
	} finally {
		await rm(dir, { recursive: true });
	}
});
