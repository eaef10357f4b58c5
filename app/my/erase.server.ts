import { sql } from "kysely";
import { campaignPrints } from "#app/campaigns/prints.server.ts";
import { eraseGivers } from "#app/fund/managing/givers.server.ts";
import { stopUpdates } from "#app/mailings/held.server.ts";
import { eraseEndorsementsOf } from "#app/petitions/endorsing/erase-contact.server.ts";
import { eraseOfPetitions } from "#app/petitions/erase-held.server.ts";
import { petitionPrints } from "#app/petitions/held.server.ts";
import { eraseOfPickets, picketPrints } from "#app/pickets/held.server.ts";
import { type FingerprintKey, fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { cancelling } from "#emails/outbox.ts";

/**
 * Erases everything that can be found under an address, in every room, with the mails that wait and every link of
 * `/my` to it: all of it or, if anything fails, nothing. Doing it again finds nothing and does no harm. What keeps mail
 * away from an address stays: it is there for its holder; and so does a monthly gift that runs, which has to be ended
 * first.
 * @returns whether a public number may have changed
 */
export async function eraseEverything(
	db: Db,
	keys: KeyRing,
	addressKey: FingerprintKey,
	email: string,
): Promise<boolean> {
	return inTransaction(db, async (trx) => {
		const signed = await eraseOfPetitions(trx, await petitionPrints(trx, keys, email));
		const pickets = await eraseOfPickets(trx, await picketPrints(trx, keys, email));
		const endorsed = await eraseEndorsementsOf(trx, keys, email);
		await stopUpdates(trx, await campaignPrints(trx, keys, email));
		await eraseGivers(trx, keys, email);
		await sql`
			with gone as (delete from my_links where fingerprint = ${fingerprint(addressKey, email)} returning id),
			cancelled as (${cancelling(sql`select id from gone`)})
			select from gone`.execute(trx);
		return signed + endorsed + pickets > 0;
	});
}
