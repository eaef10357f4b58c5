import { randomBytes, randomUUID } from "node:crypto";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { type Place, seal } from "#app/seal/seal.ts";
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
