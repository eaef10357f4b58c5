import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { publishSources } from "#app/petitions/elsewhere/sources.server.ts";
import { askHowItWent } from "#app/petitions/endorsing/ask.server.ts";
import { claimEndorsement } from "#app/petitions/endorsing/claim.server.ts";
import { correctOffice } from "#app/petitions/endorsing/correct-office.server.ts";
import { findEndorsement } from "#app/petitions/endorsing/endorsement.server.ts";
import {
	correctEndorsementContact,
	eraseEndorsementContact,
	findEndorsementsOf,
} from "#app/petitions/endorsing/held.server.ts";
import { runRetention } from "#app/retention/run.server.ts";
import { fingerprint, newFingerprintKey, openFingerprintKey } from "#app/seal/fingerprint.ts";
import { type TestDatabase, testDatabase } from "#tests/support/database.ts";
import { keys } from "#tests/support/mail.ts";
import { unsealed } from "#tests/support/unsealed.ts";

// What the worker asks bodies, what they see of their signers, and what is held of who speaks for them.

let database: TestDatabase;
const slug = "asked";
beforeAll(async () => {
	database = await testDatabase();
	await sql`
		with c as (insert into campaigns (slug, zone, day, key_sealed, opened_at)
			values (${slug}, 'Asia/Aqtau', '2026-12-16', ${newFingerprintKey(keys, `campaigns/${slug}`)}, now()) returning id),
		e as (insert into campaign_editions (campaign_id, locale, title, neutral_title, summary)
			select id, 'en', 'Campaign', '16 December', 'A campaign.' from c)
		insert into petitions (campaign_id, slug, key_sealed, opened_at)
		select id, ${slug}, ${newFingerprintKey(keys, `petitions/${slug}`)}, now() from c`.execute(database.owner);
});
afterAll(() => database.drop());
beforeEach(async () => {
	await sql`truncate organisations, endorsements, endorsement_mails, email_deliveries, erasures cascade`.execute(
		database.owner,
	);
});

/** A body whose meeting was some days ago, by the campaign's clocks. */
async function met(email: string, daysAgo: number, state = "meeting"): Promise<string> {
	await claimEndorsement(database.db, keys, {
		slug,
		locale: "en",
		claim: {
			name: `Branch of ${email}`,
			kind: "branch",
			parentId: null,
			parentText: "",
			country: "GB",
			members: null,
			meetingOn: "2026-11-01",
			adoptedOn: null,
			evidence: "",
			email,
			officerRole: "Secretary",
		},
		origin: "https://campaign.example",
		suspect: false,
		atRiskCountries: new Set(),
	});
	const { rows } = await sql<{ id: string }>`
		update endorsements set state = ${state}, meeting_on = (now() at time zone 'Asia/Aqtau')::date - ${daysAgo}::int
		where id = (select id from endorsements where state = 'unverified') returning id`.execute(database.owner);
	return rows[0]?.id ?? "";
}
const mailed = async (kind: string) => {
	const { rows } = await sql<{ n: number }>`
		select count(*)::int as n from email_deliveries d join email_messages m on m.id = d.message_id
		where m.kind = ${kind} and d.state <> 'cancelled'`.execute(database.owner);
	return rows[0]?.n;
};

describe("the day after a meeting", () => {
	test("its body is asked once, not on the day itself and not when it has adopted meanwhile", async () => {
		await met("today@union.example", 0);
		await met("adopting@union.example", 1, "interested");
		expect(await askHowItWent(database.db, keys)).toBe(0);
		const id = await met("yesterday@union.example", 1);
		expect(await askHowItWent(database.db, keys)).toBe(1);
		expect(await askHowItWent(database.db, keys)).toBe(0);
		expect(await mailed("endorsement-how-went")).toBe(1);
		// The meeting was put off, and that day has gone by too.
		await sql`update endorsements set meeting_on = meeting_on - 1 where id = ${id}`.execute(database.owner);
		expect(await askHowItWent(database.db, keys)).toBe(1);
		expect(await mailed("endorsement-how-went")).toBe(2);
	});

	test("is asked once by any number of workers, and by the next one where one has died", async () => {
		for (let i = 0; i < 20; i++) await met(`office${i}@union.example`, 2);
		const dying = database.db.transaction().execute(async (trx) => {
			expect(await askHowItWent(trx, keys)).toBe(20);
			throw new Error("killed before the commit");
		});
		await expect(dying).rejects.toThrow("killed");
		expect(await mailed("endorsement-how-went")).toBe(0);
		await Promise.all(Array.from({ length: 4 }, () => askHowItWent(database.db, keys)));
		await askHowItWent(database.db, keys);
		expect(await mailed("endorsement-how-went")).toBe(20);
	});
});

test("a body's number of signers moves by five at least", async () => {
	const id = await met("counting@union.example", -3);
	const { rows } = await sql<{ petition_id: number }>`
		with s as (insert into petition_sources (petition_id, code, kind) select petition_id, 'b-counting', 'branch'
			from endorsements where id = ${id} returning petition_id, code)
		update endorsements e set code = s.code from s where e.id = ${id} returning s.petition_id`.execute(database.owner);
	const said: number[] = [];
	for (const n of [1, 4, 5, 9, 10, 8, 6, 5, 4]) {
		await sql`
			insert into signature_counts (petition_id, country, locale, source, n)
			values (${rows[0]?.petition_id}, 'GB', 'en', 'b-counting', ${n})
			on conflict (petition_id, country, locale, source) do update set n = excluded.n`.execute(database.owner);
		await sql`update petition_sources set step = 5, shown_on = current_date - 1`.execute(database.owner);
		await publishSources(database.db);
		said.push((await findEndorsement(database.db, keys, id))?.peopleShown ?? -1);
	}
	expect(said).toEqual([0, 0, 5, 5, 10, 10, 10, 5, 5]);
});

describe("what is held of a body", () => {
	const ended = async () => {
		const counts = (await runRetention(database.db)) ?? [];
		return Object.fromEntries(
			counts
				.filter(({ name, rows }) => (name.startsWith("endorsements") || name === "organisations") && rows > 0)
				.map(({ name, rows }) => [name, rows]),
		);
	};
	const pass = (days: number) =>
		sql`update endorsements set created_on = created_on - ${days}::int, ended_on = ended_on - ${days}::int`.execute(
			database.owner,
		);

	test("goes seven days after a claim that nobody has confirmed, and its mail with it", async () => {
		await met("unconfirmed@union.example", -3, "unverified");
		await pass(7);
		expect(await ended()).toEqual({});
		await pass(1);
		expect(await ended()).toEqual({ "endorsements-unverified": 1, "endorsements-unsent": 1 });
		expect(await database.db.selectFrom("organisations").select("id").execute()).toEqual([]);
	});

	test("is emptied thirty days after it was withdrawn, and its body, which nobody needs, with it", async () => {
		const id = await met("ended@union.example", -3, "interested");
		await sql`update endorsements set state = 'withdrawn', ended_on = current_date`.execute(database.owner);
		await pass(30);
		expect(await ended()).toEqual({});
		await pass(1);
		expect(await ended()).toMatchObject({ endorsements: 1, organisations: 1 });
		expect(await database.db.selectFrom("endorsements").where("id", "=", id).execute()).toEqual([]);
		expect(await database.db.selectFrom("organisations").select("name").execute()).toEqual([]);
	});
});

test("of a body that took its name back, and that others stand below, the name goes after thirty days; what a merged claim says goes too", async () => {
	const [above, merged, into] = [
		await met("above@union.example", -3, "interested"),
		await met("merged@union.example", -3, "interested"),
		await met("into@union.example", -3, "interested"),
	];
	await sql`update organisations set parent_id = (select organisation_id from endorsements where id = ${above})
		where id = (select organisation_id from endorsements where id = ${into})`.execute(database.owner);
	await sql`update endorsements set state = 'withdrawn', ended_on = current_date - 31 where id = ${above}`.execute(
		database.owner,
	);
	await sql`update endorsements set merged_into = ${into}, merged_on = current_date - 31 where id = ${merged}`.execute(
		database.owner,
	);
	await runRetention(database.db);
	const { rows } = await sql<{ id: string; name: string; held: boolean }>`
		select e.id, o.name, e.contact_sealed is not null as held from endorsements e
		join organisations o on o.id = e.organisation_id`.execute(database.owner);
	expect(new Map(rows.map(({ id, ...row }) => [id, row]))).toEqual(
		new Map([
			[above, { name: "–", held: false }],
			[into, { name: expect.not.stringContaining("–"), held: true }],
		]),
	);
});

describe("who speaks for a body", () => {
	test("is found by their address alone, corrected with the link kept, and erased with the mails that wait", async () => {
		const id = await met("office@held.example", 1);
		expect(await findEndorsementsOf(database.db, keys, "other@held.example")).toEqual([]);
		expect(await findEndorsementsOf(database.db, keys, "OFFICE@held.example")).toMatchObject([
			{ id, petition: slug, officerRole: "Secretary", state: "meeting" },
		]);
		const token = async () =>
			(await database.db.selectFrom("endorsements").where("id", "=", id).select("token_hash").executeTakeFirst())
				?.token_hash;
		const before = await token();
		const correct = (address: string, office: string) => correctOffice(database.db, keys, address, id, office);
		expect(await correct("other@held.example", "Chair")).toEqual({ state: "gone" });
		expect(await correct("office@held.example", "")).toMatchObject({ state: "wrong" });
		expect(await correct("office@held.example", "Chair")).toEqual({ state: "changed" });
		expect(await findEndorsementsOf(database.db, keys, "office@held.example")).toMatchObject([
			{ officerRole: "Chair" },
		]);
		expect(await correctEndorsementContact(database.db, keys, id, { email: "new@held.example" })).toBe(true);
		expect(await token()).toEqual(before);
		expect(await findEndorsementsOf(database.db, keys, "office@held.example")).toEqual([]);
		await askHowItWent(database.db, keys);
		expect((await unsealed(database.owner, keys)).join()).toContain("new@held.example");

		expect(await eraseEndorsementContact(database.db, id)).toBe(true);
		expect(await eraseEndorsementContact(database.db, id)).toBe(false);
		expect((await unsealed(database.owner, keys)).join()).not.toContain("held.example");
		expect(await mailed("endorsement-how-went")).toBe(0);
		const { rows } = await sql`select about, row_id from erasures`.execute(database.owner);
		expect(rows).toEqual([{ about: "endorsement", row_id: id }]);
	});

	test("goes whole with a claim that nobody has verified", async () => {
		const id = await met("never@held.example", 1, "unverified");
		await eraseEndorsementContact(database.db, id);
		expect(await database.db.selectFrom("organisations").select("id").execute()).toEqual([]);
	});

	test("shares no fingerprint with a signature, a subscription or a trusted host of the same address", async () => {
		const id = await met("same@held.example", 1);
		const own = await database.db
			.selectFrom("endorsements")
			.where("id", "=", id)
			.select("fingerprint")
			.executeTakeFirst();
		const { rows } = await sql<{ petition: Buffer; campaign: Buffer }>`
			select p.key_sealed as petition, c.key_sealed as campaign from petitions p join campaigns c on c.id = p.campaign_id`.execute(
			database.db,
		);
		const others = [
			openFingerprintKey(keys, `petitions/${slug}`, rows[0]?.petition ?? Buffer.alloc(0)),
			openFingerprintKey(keys, `campaigns/${slug}`, rows[0]?.campaign ?? Buffer.alloc(0)),
		].map((key) => fingerprint(key, "same@held.example").toString("hex"));
		expect(others).not.toContain(own?.fingerprint?.toString("hex"));
	});
});
