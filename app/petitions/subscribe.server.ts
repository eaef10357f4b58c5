import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { consentVersions } from "#app/consent/texts.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { fingerprint, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import type { ForConfirming } from "./confirmable.server.ts";
import type { Words } from "./words.ts";

/**
 * Keeps a submission's address for its campaign's updates, unless it has signed already: then nothing changes.
 * @param submissionId one that has not been confirmed yet
 * @param locale the language of the updates
 */
export async function subscribe(
	db: Db,
	keys: KeyRing,
	submissionId: string,
	petition: ForConfirming["petition"],
	words: Words,
	locale: Locale,
): Promise<void> {
	const id = randomUUID();
	const { key_sealed } = await db
		.selectFrom("campaigns")
		.where("id", "=", petition.campaignId)
		.select("key_sealed")
		.executeTakeFirstOrThrow();
	const key = openFingerprintKey(keys, `campaigns/${petition.campaign}`, key_sealed);
	await sql`
		with subscribed as (
			insert into subscriptions (id, campaign_id, fingerprint, locale, country, sealed)
			select ${id}::uuid, ${petition.campaignId}::int, ${fingerprint(key, words.email)}::bytea, ${locale}, ${words.country},
				${seal(keys, `subscriptions/${id}`, { email: words.email, name: words.name })}::bytea
			from submissions s
			where s.id = ${submissionId} and s.state = 'pending' and not exists (
				select from signatures g where g.petition_id = s.petition_id and g.fingerprint = s.fingerprint)
			on conflict (campaign_id, fingerprint) do nothing
			returning id)
		insert into subscription_consents (subscription_id, version, locale)
		select id, ${consentVersions.updates}::int, ${locale} from subscribed`.execute(db);
}
