import { randomUUID } from "node:crypto";
import { brotliCompressSync } from "node:zlib";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askForReview } from "#app/moderation/queue.server.ts";
import { askApproval } from "#app/organise/approvals/approvals.server.ts";
import { countConfirmations, rollUpConfirmations } from "#app/organise/desk/confirmation-days.server.ts";
import {
	confirmedShares,
	lastHours,
	mailByProvider,
	mailDaysOf,
	mailOutcomes,
} from "#app/organise/desk/figures.server.ts";
import { countMailDays, rollUpMailDays } from "#app/organise/desk/mail-days.server.ts";
import { needsOf } from "#app/organise/desk/needs.server.ts";
import { rollUpCounts } from "#app/petitions/count.server.ts";
import { startApp, type TestApp } from "#tests/support/app.ts";
import { testDatabase } from "#tests/support/database.ts";
import { makeOrganiser, signIn } from "#tests/support/organiser.ts";
import { asking, houseOf, type OrganisersHouse, organiserIn } from "#tests/support/organisers.ts";
import { plantPetition, plantSignatures } from "#tests/support/signatures.ts";

let house: OrganisersHouse;
beforeAll(async () => {
	house = houseOf(await testDatabase());
});
afterAll(() => house.drop());

let petition: { id: number; slug: string };
let campaign: { id: number; slug: string };
beforeEach(async () => {
	await sql`truncate approvals, site_locks, email_deliveries, email_days, confirmation_days`.execute(house.owner);
	await sql`update mail_rollup set rolled_at = '-infinity', confirmed_at = '-infinity'`.execute(house.owner);
	petition = await plantPetition(house.owner);
	const row = await house.owner
		.selectFrom("campaigns")
		.where("slug", "=", petition.slug)
		.select("id")
		.executeTakeFirstOrThrow();
	campaign = { id: row.id, slug: petition.slug };
});

/** Mails of a kind in a state, of a day so many ago, to a provider. */
async function mails(n: number, state: string, { daysAgo = 0, bucket = 0 } = {}) {
	await sql`
		insert into email_deliveries (message_id, lane, subject_id, domain_bucket, state, done_on)
		select id, lane, gen_random_uuid(), ${bucket}, ${state},
			case when ${state}::text not in ('queued', 'unknown') then current_date - ${daysAgo}::int end
		from email_messages, generate_series(1, ${n}::int) where kind = 'confirm-signature'`.execute(house.owner);
}

const planOf = async (statement: {
	compile(db: typeof house.owner): { sql: string; parameters: readonly unknown[] };
}) => {
	const { rows } = await sql<{
		"QUERY PLAN": string;
	}>`explain (costs off) ${statement as ReturnType<typeof lastHours>}`.execute(house.owner);
	return rows.map((row) => row["QUERY PLAN"]).join("\n");
};

describe("what needs an organiser", () => {
	const labels = async (one: Parameters<typeof needsOf>[2]) =>
		(await needsOf(house.db, house.keys, one)).map(({ label, n, href }) => [label, n, href]);

	test("is nothing when there is nothing, and of each role only what is theirs", async () => {
		await sql`update campaigns set closed_at = now(), opened_at = now()`.execute(house.owner);
		for (const role of ["moderator", "translator", "treasurer", "administrator"] as const)
			expect(await labels(await organiserIn(house, campaign, role))).toEqual([]);
	});

	test("is said in numbers, the most urgent first, each with the place where it is looked at", async () => {
		await sql`update campaigns set opened_at = now() where id = ${campaign.id}`.execute(house.owner);
		const administrator = await organiserIn(house, campaign, "administrator");
		const review = { campaignId: campaign.id, kind: "contact", locale: "en", flags: [] } as const;
		await askForReview(house.db, { ...review, subjectId: randomUUID() });
		await askForReview(house.db, { ...review, subjectId: randomUUID() });
		await askForReview(house.db, { ...review, subjectId: randomUUID(), first: true });
		await askForReview(house.db, { ...review, subjectId: randomUUID(), kind: "held-domain" });
		await mails(18, "sent");
		await mails(2, "rejected");
		await rollUpMailDays(house.db);
		await sql`insert into site_locks (what) values ('mail')`.execute(house.owner);
		const home = `/organise/campaigns/${campaign.slug}`;
		expect(await labels(administrator)).toEqual([
			["organise.need.lock-mail", 1, "/organise/lock"],
			["organise.need.first", 1, `${home}/queue`],
			["organise.need.queue", 2, `${home}/queue`],
			["organise.need.held-domain", 1, `${home}/queue`],
			["organise.need.rejected", 10, `${home}#mail`],
			// The fund and pickets; the planted petition is open.
			["organise.need.not-open", 2, `${home}/opening`],
		]);
		expect(await labels(await organiserIn(house, campaign, "writer"))).toEqual([
			["organise.need.lock-mail", 1, "/organise/lock"],
		]);
		const elsewhere = await plantPetition(house.owner);
		const { id } = await house.owner
			.selectFrom("campaigns")
			.where("slug", "=", elsewhere.slug)
			.select("id")
			.executeTakeFirstOrThrow();
		const stranger = await organiserIn(house, { id, slug: elsewhere.slug }, "moderator");
		expect((await labels(stranger)).filter(([, , href]) => String(href).includes(campaign.slug))).toEqual([]);
	});

	test("that waits for a second person waits for another than who asked", async () => {
		const [anna, boris] = [
			await organiserIn(house, campaign, "administrator"),
			await organiserIn(house, campaign, "administrator"),
		];
		const outcome = await askApproval(house.db, asking(house, anna), {
			action: "handin.freeze",
			campaign,
			subject: petition.slug,
		});
		expect(outcome.state).toBe("asked");
		const line = ["organise.need.approvals", 1, "/organise/approvals"];
		expect(await labels(boris)).toContainEqual(line);
		expect(await labels(anna)).not.toContainEqual(line);
	});
});

describe("mails by day", () => {
	test("are rolled up by kind, day, state and provider, and what is open stands under today", async () => {
		await mails(3, "sent", { daysAgo: 1 });
		await mails(7, "sent", { bucket: 4 });
		await mails(2, "rejected", { bucket: 50 });
		await mails(1, "unknown");
		expect(await rollUpMailDays(house.db)).toBe(true);
		// Counting again changes nothing.
		await rollUpMailDays(house.db);
		const { days, at } = await mailOutcomes(house.db, campaign.id);
		expect(at).toMatch(/^20\d\d-/);
		const told = days.filter(({ kind }) => kind === "confirm-signature").map(({ state, n }) => [state, n]);
		expect(told).toEqual([
			["sent", 3],
			["rejected", 2],
			["sent", 7],
			["unknown", 1],
		]);
		expect(await mailByProvider(house.db, campaign.id)).toEqual([
			{ name: "gmail.com", counts: { sent: 3, unknown: 1 } },
			{ name: "yahoo.com", counts: { sent: 7 } },
			{ name: null, counts: { rejected: 2 } },
		]);
	});

	test("that was unknown and has been sent since is counted once", async () => {
		await mails(1, "unknown");
		await rollUpMailDays(house.db);
		await sql`update email_deliveries set state = 'sent', done_on = current_date`.execute(house.owner);
		await rollUpMailDays(house.db);
		const { days } = await mailOutcomes(house.db, campaign.id);
		expect(days.map(({ state, n }) => [state, n])).toEqual([["sent", 1]]);
	});

	test("are kept when the deliveries' own days are over", async () => {
		await mails(4, "sent", { daysAgo: 2 });
		await rollUpMailDays(house.db);
		await sql`delete from email_deliveries`.execute(house.owner);
		await rollUpMailDays(house.db);
		expect((await mailOutcomes(house.db, campaign.id)).days.map(({ n }) => n)).toEqual([4]);
	});

	test("say which share of each large provider's has led to no confirmation, of five at least", async () => {
		await sql`
			with s as (
				insert into submissions (petition_id, version_id, token_hash, state, sealed, fingerprint)
				select ${petition.id}, v.id, sha256(gen_random_uuid()::text::bytea), case when n <= 4 then 'confirmed' else 'pending' end,
					case when n > 4 then '\\x00'::bytea end, case when n > 4 then sha256(gen_random_uuid()::text::bytea) end
				from petition_versions v, generate_series(1, 10) n where v.petition_id = ${petition.id} returning id, state),
			numbered as (select id, row_number() over (order by state) as n from s)
			insert into email_deliveries (message_id, lane, subject_id, domain_bucket, state, done_on)
			select m.id, m.lane, s.id, case when s.n <= 8 then 1 else 2 end, 'sent', current_date
			from numbered s, email_messages m where m.kind = 'confirm-signature'`.execute(house.owner);
		expect(await rollUpConfirmations(house.db)).toBe(true);
		expect(await confirmedShares(house.db, petition.id)).toEqual([{ name: "mail.ru", asked: 8, confirmed: 4 }]);
	});
});

test("no plot reads all signatures or all deliveries, and neither does a roll-up", async () => {
	await mails(20_000, "sent", { daysAgo: 40 });
	await mails(200, "sent");
	await plantSignatures(
		house.owner,
		petition.id,
		Array.from({ length: 3_000 }, () => ({})),
	);
	await rollUpCounts(house.owner);
	await sql`
		insert into signature_hours (petition_id, hour, n)
		select ${petition.id}, date_trunc('hour', now()) - make_interval(hours => h), 9 from generate_series(1, 9000) h
		on conflict do nothing`.execute(house.owner);
	await rollUpMailDays(house.db);
	await sql`analyze`.execute(house.owner);
	const today = new Date().toISOString().slice(0, 10);
	const plans = {
		hours: await planOf(lastHours(petition.id)),
		mail: await planOf(mailDaysOf(campaign.id)),
		roll: await planOf(countMailDays(today)),
		confirmations: await planOf(countConfirmations(today)),
	};
	expect(plans.hours).toContain("signature_hours_pkey");
	expect(plans.mail).not.toMatch(/email_deliveries|signatures/);
	expect(plans.roll).toContain("email_deliveries_done");
	for (const plan of Object.values(plans))
		expect(plan).not.toMatch(/Seq Scan on (email_deliveries|signatures|signature_hours)\b/);
});

describe("the pages", () => {
	let app: TestApp;
	beforeAll(async () => {
		app = await startApp();
	});
	afterAll(() => app.stop());

	test("are light, say what needs one and show the numbers without telling few apart", async () => {
		const { id } = await app.owner
			.selectFrom("petitions")
			.where("slug", "=", "zhanaozen")
			.select("id")
			.executeTakeFirstOrThrow();
		const countries = ["GB", "IT", "FR", "DE", "PL", "NL", "ES", "SE", "NO", "FI", "CH"];
		await plantSignatures(app.owner, id, [
			...Array.from({ length: 600 }, (_, i) => ({ country: countries[i % countries.length], locale: "en" })),
			...Array.from({ length: 3 }, () => ({ country: "UY", locale: "kk" })),
		]);
		await rollUpCounts(app.db);
		await sql`
			insert into signature_hours (petition_id, hour, n)
			select ${id}, date_trunc('hour', now()) - make_interval(hours => h), 1 + h * 7 % 90 from generate_series(1, 2000) h
			on conflict do nothing`.execute(app.owner);
		const organiser = await signIn(
			app,
			await makeOrganiser(app, { roles: ["administrator", "moderator"], locale: "ru" }),
		);
		// The demonstration's forms are all open.
		await sql`update campaigns set pickets_opened_at = null where slug = 'zhanaozen'`.execute(app.owner);
		for (const path of ["/organise", "/organise/campaigns/zhanaozen"]) {
			const answer = await organiser.get(path);
			expect([path, answer.status]).toEqual([path, 200]);
			const html = await answer.text();
			expect(brotliCompressSync(html).length, path).toBeLessThan(40_000);
			expect(html).not.toMatch(/<script|style="|NaN|undefined/);
			expect(html).toContain("/organise/campaigns/zhanaozen/opening");
		}
		const html = await (await organiser.get("/organise/campaigns/zhanaozen")).text();
		expect(html).toContain("Подписи по странам");
		expect(html).toContain("Великобритания");
		expect(html).not.toContain("Уругвай");
		expect(html.match(/role="img"/g)?.length).toBeGreaterThanOrEqual(5);
		expect(html.match(/<details>/g)?.length).toBe(html.match(/role="img"/g)?.length);
	});
});
