import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { type Place, seal } from "#app/seal/seal.ts";
import { plantBankLine } from "./bank-lines.ts";
import type { TestDatabase } from "./database.ts";
import { makePicket } from "./pickets.ts";

/** A row with something sealed in each column of pickets and letters that no signing fills. */
export async function sealedRows({ db, owner }: Pick<TestDatabase, "db" | "owner">, keys: KeyRing): Promise<void> {
	const { id: campaign } = await db.selectFrom("campaigns").select("id").executeTakeFirstOrThrow();
	const facts = { addressLevel: "joined", meetingPoint: "At the gate" } as const;
	const { id: picket } = await makePicket(db, keys, { facts, host: "host@example.org" });
	const of = (table: string, id: string | number = randomUUID()) => ({
		id,
		sealed: seal(keys, `${table}/${id}` as Place, { word: "sealed" }),
	});
	const change = of("picket_changes");
	const rsvp = of("picket_rsvps");
	const told = of("picket_facts");
	const message = of("picket_messages");
	const letter = of("letters");
	const endorsement = of("endorsements");
	const link = of("my_links");
	const mailbox = of("digest_mailboxes");
	const donation = of("donations");
	const line = of("bank_lines");
	await owner
		.insertInto("picket_changes")
		.values({ ...change, id: String(change.id), picket_id: picket, sequence: 1, field: "title", important: true })
		.execute();
	await owner
		.insertInto("picket_proposals")
		.values({ picket_id: picket, sealed: of("picket_proposals", picket).sealed, shown: "[]" })
		.execute();
	await owner
		.insertInto("picket_rsvps")
		.values({
			...rsvp,
			id: String(rsvp.id),
			picket_id: picket,
			party: 2,
			state: "pending",
			locale: "en",
			token_hash: randomBytes(32),
			fingerprint: randomBytes(32),
		})
		.execute();
	await owner
		.insertInto("picket_facts")
		.values({ ...told, id: String(told.id), picket_id: picket, sequence: 1, starts_at: new Date() })
		.execute();
	await owner
		.insertInto("picket_messages")
		.values({ ...message, id: String(message.id), picket_id: picket, number: 1, locale: "en" })
		.execute();
	await owner
		.insertInto("my_links")
		.values({ ...link, id: String(link.id), token_hash: randomBytes(32), fingerprint: randomBytes(32) })
		.execute();
	await sql`
		with body as (
			insert into organisations (campaign_id, kind, name, country) values (${campaign}, 'branch', 'Sealed branch', 'GB')
			returning id)
		insert into endorsements (id, petition_id, organisation_id, state, fingerprint, token_hash, contact_sealed, words_sealed)
		select ${endorsement.id}, p.id, body.id, 'interested', sha256('a'), sha256('a'), ${endorsement.sealed}, ${endorsement.sealed}
		from body, petitions p order by p.id limit 1`.execute(owner);
	await sql`
		insert into digest_mailboxes (id, petition_id, body, locale, sealed, added_by)
		select ${mailbox.id}, id, 'A sample body', 'en', ${mailbox.sealed}, gen_random_uuid() from petitions order by id limit 1`.execute(
		owner,
	);
	await owner
		.insertInto("funds")
		.values({ campaign_id: campaign, key_sealed: of("funds", campaign).sealed })
		.onConflict((conflict) =>
			conflict.column("campaign_id").doUpdateSet((row) => ({ key_sealed: row.ref("excluded.key_sealed") })),
		)
		.execute();
	await owner
		.insertInto("donations")
		.values({
			...donation,
			id: String(donation.id),
			campaign_id: campaign,
			reference: "000000000",
			frequency: "once",
			way: "transfer",
			currency: "EUR",
			amount: 2_000,
			locale: "en",
		})
		.execute();
	await owner
		.insertInto("stripe_events")
		.values({
			id: "evt_sealed",
			type: "charge.updated",
			payload_sealed: seal(keys, "stripe_events/evt_sealed", { word: "sealed" }),
			// Nobody works on it today.
			not_before: new Date(Date.now() + 86_400_000),
		})
		.execute();
	await plantBankLine(owner, campaign, { ...line, id: String(line.id) });
	await owner
		.insertInto("letters")
		.values({
			...letter,
			id: String(letter.id),
			campaign_id: campaign,
			kind: "contact",
			locale: "en",
			address_sealed: letter.sealed,
		})
		.execute();
	await owner
		.insertInto("campaign_moderation")
		.values({ campaign_id: campaign, note_sealed: of("campaign_moderation", campaign).sealed })
		.onConflict((conflict) =>
			conflict.column("campaign_id").doUpdateSet((row) => ({ note_sealed: row.ref("excluded.note_sealed") })),
		)
		.execute();
}
