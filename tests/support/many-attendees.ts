import { randomBytes, randomUUID } from "node:crypto";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { TestDatabase } from "./database.ts";
import { keys } from "./mail.ts";

/** Puts so many people with an address into a picket that somebody has joined: all were told what that one was. */
export async function sealRsvps(
	{ owner }: TestDatabase,
	picketId: string,
	count: number,
	ring: KeyRing = keys,
): Promise<void> {
	const { told_sequence } = await owner
		.selectFrom("picket_rsvps")
		.where("picket_id", "=", picketId)
		.select("told_sequence")
		.executeTakeFirstOrThrow();
	const rows = Array.from({ length: count }, (_, n) => {
		const id = randomUUID();
		const sealed = { email: `p${n}@example.org`, origin: "https://campaign.example" };
		return {
			id,
			picket_id: picketId,
			party: 1,
			state: "going",
			locale: "en",
			token_hash: randomBytes(32),
			fingerprint: randomBytes(32),
			sealed: seal(ring, `picket_rsvps/${id}`, sealed),
			told_sequence,
		};
	});
	await owner.insertInto("picket_rsvps").values(rows).execute();
}
