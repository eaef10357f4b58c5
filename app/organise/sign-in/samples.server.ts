import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type FingerprintKey, fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { Role } from "../access.ts";
import { makeLink } from "./links.server.ts";
import type { OrganiserWords } from "./sessions.server.ts";

/** The demonstration's organisers: three, so that what takes two people can be tried. They are called what they are. */
const samples: readonly { email: string; name: string; roles: readonly Role[] }[] = [
	{ email: "administrator@sample.invalid", name: "Sample administrator", roles: ["administrator", "committee"] },
	{
		email: "moderator@sample.invalid",
		name: "Sample moderator and writer",
		roles: ["moderator", "writer", "committee"],
	},
	{ email: "treasurer@sample.invalid", name: "Sample treasurer and auditor", roles: ["treasurer", "auditor"] },
];

/** One sample organiser's way in. */
export interface SampleLink {
	name: string;
	/** Of a link that works once. */
	token: string;
}

/** Makes the organisers of sample campaigns, where they are not there yet, and new links for them. */
export async function sampleLinks(
	db: Db,
	{ keys, addressKey }: { keys: KeyRing; addressKey: FingerprintKey },
): Promise<SampleLink[]> {
	return inTransaction(db, async (trx) => {
		const links: SampleLink[] = [];
		for (const { email, name, roles } of samples) {
			const id = randomUUID();
			const words: OrganiserWords = { email, name };
			const print = fingerprint(addressKey, email);
			const organiser = await trx
				.insertInto("organisers")
				.values({
					id,
					fingerprint: print,
					sealed: seal(keys, `organisers/${id}`, words),
					locale: "en",
					state: "active",
					sample: true,
				})
				.onConflict((conflict) => conflict.column("fingerprint").doUpdateSet({ fingerprint: print }))
				.returning("id")
				.executeTakeFirstOrThrow();
			await sql`
				insert into campaign_roles (organiser_id, campaign_id, role)
				select ${organiser.id}, id, unnest(${roles}::text[]) from campaigns where sample
				on conflict do nothing`.execute(trx);
			links.push({ name, token: await makeLink(trx, organiser.id, "sample") });
		}
		return links;
	});
}
