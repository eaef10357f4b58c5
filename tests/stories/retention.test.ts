import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { run as runByHand } from "#app/cli/run-retention.ts";
import { rollUpCounts } from "#app/petitions/count.server.ts";
import { countsJob, retentionJob } from "#app/retention/jobs.server.ts";
import { onceADay } from "#app/retention/nightly.server.ts";
import { rules } from "#app/retention/rules.server.ts";
import { countDue, runRetention } from "#app/retention/run.server.ts";
import { readKeyRing } from "#app/seal/key-ring.ts";
import { connect } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { locks } from "#db/locks.ts";
import { age } from "#tests/support/aging.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { plantBankLine } from "#tests/support/bank-lines.ts";
import { until } from "#tests/support/mail.ts";
import { pastHosts } from "#tests/support/past-hosts.ts";
import { pastPicket } from "#tests/support/past-pickets.ts";
import { count, linkIn, mailTo, sign, signAndConfirm, withdrawLinkIn } from "#tests/support/signing.ts";

let app: TestApp;
let key: Buffer | null;
beforeAll(async () => {
	app = await startApp({ MAIL_MAX_PER_ADDRESS: "20,50" });
	key = (await all("petitions"))[0]?.key_sealed ?? null;
});
afterAll(() => app.stop());

const tables = [
	"submissions",
	"signatures",
	"subscriptions",
	"signature_consents",
	"subscription_consents",
	"erasures",
	"email_deliveries",
	"email_caps",
	"email_suppressions",
	"blocks",
	"domain_verdicts",
	"my_links",
	"petitions",
] as const;
const all = (table: (typeof tables)[number]) => app.owner.selectFrom(table).selectAll().execute();
const rowsOf = async (table: (typeof tables)[number]) => (await all(table)).length;
const untilSent = () =>
	until(async () => (await all("email_deliveries"))[0]?.state === "sent", "the mail is written off");

const ending = rules.filter((rule) => rule.ending).length;

/** How many rows each rule ended, those that ended none left out. */
async function run() {
	const counts = await runRetention(app.db);
	return Object.fromEntries((counts ?? []).filter(({ rows }) => rows > 0).map(({ name, rows }) => [name, rows]));
}

beforeEach(async () => {
	// The worker is at work meanwhile: two that wait for each other begin anew.
	await inTransaction(app.owner, (trx) =>
		sql`truncate submissions, signatures, subscriptions, signature_consents, subscription_consents, erasures, email_deliveries, email_caps,
		email_suppressions, email_failures, email_reports, blocks, domain_days, domain_verdicts, sign_in_attempts, my_links,
		organisations, handins, digest_mailboxes, stripe_events, checkout_starts, pickets, trusted_hosts, letters, review_items,
		signature_deltas, signature_counts, signature_hours cascade`.execute(trx),
	);
	await sql`update petition_counts set signatures = 0, organisations = 0, represented = 0, paper = 0`.execute(
		app.owner,
	);
	await sql`delete from organisers`.execute(app.owner);
	await sql`update petitions set opened_at = now(), closes_at = null, closed_at = null, handed_in_at = null, anonymised_at = null,
		key_sealed = ${key}`.execute(app.owner);
});

describe("from signing to purge, day by day", () => {
	test("a form is kept for 30 days, whether it was confirmed or not; the signature stays", async () => {
		await sign(app, "pending@example.org");
		await signAndConfirm(app, "confirmed@example.org");
		await mailTo(app, "pending@example.org");
		await age(app.owner, 30);
		expect(await run()).not.toHaveProperty("submissions");
		await age(app.owner, 1);
		expect(await run()).toEqual({ submissions: 2 });
		expect([await rowsOf("submissions"), await rowsOf("signatures"), await count(app)]).toEqual([0, 1, 1]);
	});

	test("a mail that waits still when its form is deleted is never sent, and is emptied", async () => {
		await sign(app, "waits@example.org");
		await untilSent();
		for (const state of ["deferred", "unknown"]) {
			await sql`update email_deliveries set state = ${state}, done_on = null, params_sealed = '\\x00',
				not_before = case when ${state} = 'deferred' then now() + interval '1 hour' end`.execute(app.owner);
			expect(await run()).toEqual({});
			if (state === "unknown") await age(app.owner, 31);
		}
		expect(await run()).toEqual({ submissions: 1, unsent: 1, caps: 1 });
		expect(await all("email_deliveries")).toMatchObject([{ state: "cancelled", params_sealed: null }]);
	});

	test("how many mails an address got is kept for seven days", async () => {
		await signAndConfirm(app, "capped@example.org");
		await age(app.owner, 7);
		expect(await run()).toEqual({});
		await age(app.owner, 1);
		expect(await run()).toEqual({ caps: 1, workplaces: 1 });
		expect(await rowsOf("email_caps")).toBe(0);
	});

	test("that a mail was sent is kept for 90 days", async () => {
		await signAndConfirm(app, "sent@example.org");
		await untilSent();
		await age(app.owner, 90);
		expect(await run()).not.toHaveProperty("deliveries");
		await age(app.owner, 1);
		expect(await run()).toEqual({ deliveries: 1 });
		expect(await rowsOf("email_deliveries")).toBe(0);
	});

	test("an address that gets no mail for a time gets mail again after its day; one without a day never", async () => {
		await sql`insert into email_suppressions (fingerprint, scope, reason, expires_on) values
			(sha256('a'), 'all', 'bounced', current_date), (sha256('b'), 'all', 'asked', null)`.execute(app.owner);
		expect(await run()).toEqual({});
		await age(app.owner, 1);
		expect(await run()).toEqual({ suppressions: 1 });
		expect(await all("email_suppressions")).toMatchObject([{ reason: "asked" }]);
	});

	test("a block ends on its day; one without a day never", async () => {
		await sql`insert into blocks (kind, network, reason, expires_on) values
			('network', '192.0.2.0/24', 'a flood', current_date), ('network', '198.51.100.0/24', 'a flood', null)`.execute(
			app.owner,
		);
		expect(await run()).toEqual({});
		await age(app.owner, 1);
		expect(await run()).toEqual({ blocks: 1 });
		expect(await all("blocks")).toMatchObject([{ network: "198.51.100.0/24" }]);
	});

	test.each([
		["closed by hand", sql`closed_at = now()`, 30],
		["closed by its time", sql`closes_at = now()`, 30],
		["handed in", sql`closed_at = now(), handed_in_at = now()`, 0],
	])("names end %s, the key 30 days later, and everyone stays counted", async (how, ended, days) => {
		const domain = `${how.replaceAll(" ", "-")}.example.org`;
		const [named, counted] = [`named@${domain}`, `counted@${domain}`];
		await signAndConfirm(app, named, { visibility: "public", name: "Nameless Sample", updates: "on" });
		await sign(app, counted);
		const mail = await mailTo(app, counted);
		await app.post(linkIn(mail), {});
		await sql`insert into domain_verdicts (petition_id, fingerprint, verdict)
			select id, sha256('a'), 'held' from petitions`.execute(app.owner);
		await sql`update petitions set ${ended}`.execute(app.owner);
		if (days > 0) {
			await age(app.owner, days - 1);
			expect(await run()).not.toHaveProperty("names");
			expect((await app.get(withdrawLinkIn(mail))).status).toBe(200);
			await age(app.owner, 1);
		}
		expect(await run()).toMatchObject({ names: 2, verdicts: 1 });
		for (const row of await all("signatures"))
			expect(row).toMatchObject({
				state: "confirmed",
				fingerprint: null,
				domain_fingerprint: null,
				withdraw_hash: null,
				sealed: null,
			});
		expect(await count(app)).toBe(2);
		expect((await app.post(withdrawLinkIn(mail), {})).status).toBe(409);
		expect([await rowsOf("signatures"), await rowsOf("subscriptions"), await rowsOf("signature_consents")]).toEqual([
			2, 1, 3,
		]);

		await age(app.owner, 29);
		expect(await run()).not.toHaveProperty("keys");
		await age(app.owner, 1);
		expect(await run()).toMatchObject({ keys: 1 });
		expect(await all("petitions")).toMatchObject([{ key_sealed: null }]);
		expect(await run()).toEqual({});
		expect(await count(app)).toBe(2);
	});

	test("a link to what is kept under an address ends after 24 hours, with its mail if that still waits", async () => {
		await app.post("/en/my", { email: "asks@example.org" });
		await untilSent();
		await sql`update email_deliveries set state = 'unknown', done_on = null, params_sealed = '\\x00'`.execute(
			app.owner,
		);
		expect(await run()).toEqual({});
		await age(app.owner, 1);
		expect(await run()).toEqual({ "my-links": 1, "my-links-unsent": 1 });
		expect(await all("email_deliveries")).toMatchObject([{ state: "cancelled", params_sealed: null }]);
		expect(await all("my_links")).toEqual([]);
	});

	test("erasures, subscriptions and consents are kept however long it is", async () => {
		await signAndConfirm(app, "subscribed@example.org", { updates: "on" });
		await sql`insert into erasures (about, row_id) values ('signature', gen_random_uuid())`.execute(app.owner);
		await age(app.owner, 4_000);
		await run();
		const kept = ["erasures", "subscriptions", "signature_consents", "subscription_consents"] as const;
		expect(await Promise.all(kept.map(rowsOf))).toEqual([1, 1, 1, 1]);
	});
});

/** Brings about one row past its days for each rule. */
async function oneOfEach() {
	await sql`update campaigns set closed_at = null`.execute(app.owner);
	await signAndConfirm(app, "one@example.org", { visibility: "addressee", name: "Nameless Sample" });
	await untilSent();
	await sql`insert into email_deliveries (message_id, lane, subject_id, state, domain_bucket, params_sealed)
		select id, 'transactional', gen_random_uuid(), 'unknown', 0, '\\x00' from email_messages
		where kind in ('confirm-signature', 'picket-changed', 'confirm-picket', 'confirm-endorsement', 'my-link', 'gift-receipt')`.execute(
		app.owner,
	);
	await sql`with finished as (
			insert into email_messages (kind, campaign_id, lane, policy, status, finished_at)
			select 'update', id, 'bulk', 'hold', 'finished', now() from campaigns returning id)
		insert into email_deliveries (message_id, lane, subject_id, state, domain_bucket)
		select id, 'bulk', gen_random_uuid(), 'unknown', 0 from finished`.execute(app.owner);
	await sql`insert into email_suppressions (fingerprint, scope, reason, expires_on)
		values (sha256('a'), 'all', 'bounced', current_date)`.execute(app.owner);
	await sql`with failed as (insert into email_failures (fingerprint, failures) values (sha256('a'), 1))
		insert into email_reports (hash) values (sha256('a'))`.execute(app.owner);
	await sql`insert into blocks (kind, network, reason, expires_on)
		values ('network', '192.0.2.0/24', 'a flood', current_date)`.execute(app.owner);
	await sql`insert into domain_days (petition_id, fingerprint, n) select id, sha256('a'), 1 from petitions`.execute(
		app.owner,
	);
	await sql`insert into domain_verdicts (petition_id, fingerprint, verdict)
		select id, sha256('a'), 'trusted' from petitions`.execute(app.owner);
	await sql`
		with made as (
			insert into donations (campaign_id, reference, frequency, way, currency, amount, locale, sealed, made_on)
			select f.campaign_id, upper(substr(md5(random()::text), 1, 9)), 'once', 'transfer', 'EUR', 2000, 'en', '\\x00',
				current_date - days
			from (select campaign_id from funds limit 1) f, unnest(array[500, 61, 0]) days
			returning id, campaign_id, made_on),
		given as (
			insert into gifts (campaign_id, donation_id, way, currency, amount, given_on)
			select campaign_id, id, 'transfer', 'EUR', 2000, current_date - 401 from made where made_on = current_date - 500)
		insert into donation_links (token_hash, donation_id, expires_on)
		select sha256(id::text::bytea), id, current_date - 31 from made where made_on = current_date`.execute(app.owner);
	await sql`
		with nobodys as (
			insert into donations (campaign_id, reference, frequency, way, currency, amount, locale)
			select campaign_id, upper(substr(md5(random()::text), 1, 9)), 'once', 'transfer', 'EUR', 2000, 'en' from funds limit 1
			returning id)
		insert into donation_mails (donation_id, kind, about) select id, 'gift-transfer', '' from nobodys`.execute(
		app.owner,
	);
	await sql`insert into checkout_starts (donation_id, campaign_id, started_at)
		select id, campaign_id, now() - interval '61 minutes' from donations limit 1`.execute(app.owner);
	await sql`with invited as (
			insert into organisers (fingerprint, sealed, locale) values (sha256('a'), '\\x00', 'en') returning id
		), link as (
			insert into organiser_links (token_hash, organiser_id, purpose, expires_at)
			select sha256('a'), id, 'invitation', now() + interval '7 days' from invited
		), preview as (
			insert into previews (token_hash, campaign_id, page, made_by)
			select sha256('a'), c.id, 'campaign', invited.id from invited, campaigns c
		)
		insert into organiser_sessions (token_hash, organiser_id, ends_at) select sha256('a'), id, now() + interval '1 hour' from invited`.execute(
		app.owner,
	);
	await sql`insert into my_links (id, token_hash, fingerprint, sealed)
		values (gen_random_uuid(), sha256('a'), sha256('a'), '\\x00')`.execute(app.owner);
	await sql`insert into stripe_events (id, type, payload_sealed, state, received_on)
		values ('evt_old', 'charge.updated', '\\x00', 'new', current_date - 36)`.execute(app.owner);
	await sql`insert into checkouts (id, donation_id, state, expires_at)
		select 'cs_old', id, 'open', now() from donations where made_on < current_date - 7 limit 1`.execute(app.owner);
	const { id: fund } = await app.owner.selectFrom("campaigns").select("id").orderBy("id").executeTakeFirstOrThrow();
	await plantBankLine(app.owner, fund, { id: randomUUID(), sealed: Buffer.alloc(1), daysAgo: 401 });
	await pastHosts(app, readKeyRing(app.settings.SECRET_KEYS));
	const past = await pastPicket(app, readKeyRing(app.settings.SECRET_KEYS), { endedDaysAgo: 20, postedDaysAgo: 20 });
	// One row of each kind: who came with an address is enough.
	await sql`delete from picket_rsvps where picket_id = ${past.id} and state = 'going' and sealed is null`.execute(
		app.owner,
	);
	await sql`insert into sign_in_attempts (fingerprint, failures) values (sha256('a'), 1)`.execute(app.owner);
	await sql`insert into letters (campaign_id, kind, locale, sealed, address_sealed, created_on)
		select id, 'report', 'en', '\\x00', '\\x00', current_date - 366 from campaigns`.execute(app.owner);
	await sql`insert into review_items (campaign_id, kind, subject_id, locale, state, outcome, decision, decided_on)
		select id, 'report', gen_random_uuid(), 'en', 'decided', 'close', 'done', current_date - 366 from campaigns`.execute(
		app.owner,
	);
	await sql`
		with body as (
			insert into organisations (campaign_id, kind, name, country)
			select id, 'branch', name, 'GB' from campaigns, unnest(array['Refused branch', 'Unverified branch']) name
			returning id, name)
		insert into endorsements (petition_id, organisation_id, state, created_on, ended_on, refused_because, fingerprint, token_hash, contact_sealed)
		select p.id, body.id, 'refused', current_date - 60, current_date - 31, 'other', sha256('a'), sha256('a'), '\\x00'::bytea
		from body, petitions p where body.name = 'Refused branch'
		union all
		select p.id, body.id, 'unverified', current_date - 8, null, null, null, null, null
		from body, petitions p where body.name = 'Unverified branch'`.execute(app.owner);
	await sql`with h as (
			insert into handins (petition_id, number, approval_id, version_id, signatures, organisations, represented, paper,
				asked_by, agreed_by, open_until)
			select v.petition_id, 1 + (select count(*) from handins), gen_random_uuid(), v.id, 1, 0, 0, 0,
				gen_random_uuid(), gen_random_uuid(), now() from petition_versions v order by v.id limit 1 returning id
		), a as (insert into handin_addressees (handin_id, place, body, named) select id, 1, 'A body', 1 from h)
		insert into handin_rows (handin_id, place, number, version) select id, 1, 1, 1 from h`.execute(app.owner);
	await sql`with one as (
			insert into subscriptions (campaign_id, fingerprint, locale, sealed, asked_on, keep_until)
			select id, sha256('a'), 'en', '\\x00', current_date - 30, current_date from campaigns)
		insert into digest_mailboxes (petition_id, body, locale, sealed, added_by)
		select id, 'A sample body', 'en', '\\x00', gen_random_uuid() from petitions`.execute(app.owner);
	await sql`with there as (insert into funds (campaign_id) select id from campaigns on conflict do nothing)
		insert into beneficiaries (id, campaign_id, locked, entered_by, entered_on)
		select gen_random_uuid(), id, '\\x00', gen_random_uuid(), current_date - 181 from campaigns`.execute(app.owner);
	await sql`update petitions set closed_at = now(), anonymised_at = now()`.execute(app.owner);
	await age(app.owner, 100);
	await sql`insert into trusted_hosts (campaign_id, fingerprint, reason) select id, sha256('a'), 'listed before' from campaigns`.execute(
		app.owner,
	);
	await sql`update campaigns set opened_at = now() - interval '200 days', closed_at = now() - interval '91 days'`.execute(
		app.owner,
	);
}

/** Brings about so many forms past their days. */
async function oldForms(n: number) {
	await sql`insert into submissions (petition_id, version_id, token_hash, state, created_on)
		select petition_id, id, sha256(gen_random_uuid()::text::bytea), 'superseded', current_date - 31
		from petition_versions, generate_series(1, ${n}::int)`.execute(app.owner);
}

describe("a run", () => {
	test("that is dry says what the real one then ends, for every rule, and changes nothing", async () => {
		await oneOfEach();
		const dump = () => Promise.all(tables.map(all));
		const before = await dump();
		const dry = await countDue(app.db);
		expect(await dump()).toEqual(before);
		expect(dry.map(({ name }) => name)).toEqual(rules.filter(({ ending }) => ending).map(({ name }) => name));
		expect(dry.filter(({ rows }) => rows !== 1)).toEqual([]);
		expect(await runRetention(app.db)).toEqual(dry);
		expect((await countDue(app.db)).filter(({ rows }) => rows > 0)).toEqual([]);
	});

	test("by the operator's tool says the same in words, and how much", async () => {
		await oneOfEach();
		const settings = { ...app.settings, DATABASE_URL: app.url };
		const said: string[] = [];
		const written = vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
		try {
			await runByHand(["--dry-run"], settings);
			await runByHand([], settings);
			await runByHand([], settings);
		} finally {
			written.mockRestore();
		}
		const [dry, first, second] = said.map((text) => text.split("\n").map((line) => line.trim().split(/ {2,}/)[0]));
		expect(dry?.slice(1, 1 + ending)).toEqual(Array(ending).fill("1"));
		expect(first?.slice(1)).toEqual(dry?.slice(1));
		expect(second?.slice(1, 1 + ending)).toEqual(Array(ending).fill("0"));
		expect(said[0]).toContain("30 days after they were posted");
		await expect(runByHand(["--dry"], settings)).rejects.toThrow("--dry is not known");
	});

	test("killed in the middle has done its batches and no half, and the next one does the rest", async () => {
		await oldForms(300);
		const name = "retention-to-be-killed";
		// Postgres itself kills it, within the third batch.
		await sql`create function kill_here() returns trigger language plpgsql security definer as $$ begin
			if current_setting('application_name') = ${sql.lit(name)} and (select count(*) from submissions) < 200 then
				perform pg_terminate_backend(pg_backend_pid());
			end if;
			return null; end $$`.execute(app.owner);
		await sql`create trigger kill_here after delete on submissions execute function kill_here()`.execute(app.owner);
		const doomed = connect(`${app.url}?application_name=${name}`, {
			max: 1,
			statementTimeout: 5_000,
			onError: () => undefined,
		});
		await expect(runRetention(doomed, { batch: 50 })).rejects.toThrow();
		await doomed.destroy();
		expect(await rowsOf("submissions")).toBe(200);
		// A session that is killed says so a moment before it lets its lock go.
		await expect.poll(run).toEqual({ submissions: 200 });
		await sql`drop function kill_here cascade`.execute(app.owner);
	});

	test("stops between two batches when told to, and says that it is not done", async () => {
		await oldForms(20);
		const stop = new AbortController();
		const options = { batch: 5, signal: stop.signal, onProgress: () => stop.abort() };
		expect(await runRetention(app.db, options)).toBeNull();
		expect(await rowsOf("submissions")).toBe(15);
	});

	test("leaves the work to another process that is at it", async () => {
		await oldForms(20);
		await app.owner.transaction().execute(async (other) => {
			await sql`select pg_advisory_xact_lock(${locks.retention})`.execute(other);
			expect(await runRetention(app.db)).toBeNull();
		});
		expect(await rowsOf("submissions")).toBe(20);
		expect(await run()).toEqual({ submissions: 20 });
	});
});

describe("every night", () => {
	test("a daily job is done once a day, by whichever process; one that is not done or fails is done at the next look", async () => {
		const did = { steady: 0, slow: 0, failing: 0 };
		const signal = new AbortController().signal;
		const look = async () => {
			const outcomes = await Promise.allSettled([
				onceADay(app.db, "failing", { run: async () => Promise.reject(new Error(`${did.failing++}`)) }, signal),
				onceADay(app.db, "slow", { run: async () => ++did.slow % 3 === 0 }, signal),
				onceADay(app.db, "steady", { run: async () => ++did.steady > 0 }, signal),
			]);
			return outcomes.map(({ status }) => status);
		};
		for (let looks = 0; looks < 5; looks++) expect(await look()).toEqual(["rejected", "fulfilled", "fulfilled"]);
		expect(did).toEqual({ steady: 1, slow: 3, failing: 5 });
		await sql`update job_days set done_on = done_on - 1 where name in ('steady', 'slow')`.execute(app.owner);
		await look();
		expect(did).toEqual({ steady: 2, slow: 4, failing: 6 });
	});

	test("a rule that fails stops none of the others, is named in the log, and is not done", async () => {
		await oneOfEach();
		await sql`create function breaks() returns trigger language plpgsql as 'begin raise exception ''broken''; end'`.execute(
			app.owner,
		);
		await sql`create trigger breaks before delete on submissions execute function breaks()`.execute(app.owner);
		const lines: object[] = [];
		const say = (event: string, fields: object = {}) => void lines.push({ event, ...fields });
		try {
			const done = await retentionJob({ info: say, error: say }).run(app.db, new AbortController().signal);
			expect(done).toBe(false);
			expect(lines).toContainEqual({ event: "retention: a rule failed", rule: "submissions", code: "P0001" });
			expect(lines.filter((line) => "rows" in line)).toHaveLength(ending - 1);
		} finally {
			await sql`drop function breaks() cascade`.execute(app.owner);
		}
	});

	test("the worker ends what is past its days and compares the counts, and logs numbers alone", async () => {
		await oneOfEach();
		await rollUpCounts(app.db);
		await sql`update petition_counts set signatures = signatures + 1`.execute(app.owner);
		const lines: object[] = [];
		const say = (event: string, fields: object = {}) => void lines.push({ event, ...fields });
		const signal = new AbortController().signal;
		await retentionJob({ info: say, error: say }).run(app.db, signal);
		await countsJob({ info: say, error: say }).run(app.db, signal);
		expect(lines).toHaveLength(ending + 1);
		for (const { name, ending } of rules)
			if (ending) expect(lines).toContainEqual({ event: "retention", rule: name, rows: 1 });
		expect(lines).toContainEqual({
			event: "counts differ from the signatures",
			petition: "zhanaozen",
			dimension: "total",
			wrong: 1,
			published: 2,
			counted: 1,
		});
	});
});
