import { randomUUID } from "node:crypto";
import { type RawBuilder, type SqlBool, sql } from "kysely";
import { consentVersions } from "#app/consent/texts.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { fingerprint, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { domainBucket, liftingComplaint } from "#emails/outbox.ts";

/** Who wants a campaign's updates, and what they agreed to. */
export interface Subscriber {
	email: string;
	/** A body's mails go to an office, which agrees to words of its own. */
	kind: "person" | "organisation";
	/** The language of the words agreed to, and of the updates. */
	locale: Locale;
	/** ISO 3166-1 alpha-2; `ZZ`, or absent, for unknown. */
	country?: string;
}

/** What each kind agrees to (`consent.*`). */
const purposes = { person: "updates", organisation: "organisation-updates" } as const;

/**
 * The one way to subscribe: keeps an address for a campaign's updates, with its consent, in one statement. Whoever has
 * them already keeps what they have. Nothing joins the row to what it came with. Who once called a mailing spam gets
 * mailings again: they have asked for them themselves.
 * @param campaign its id and its name in addresses
 * @param when what else has to hold, in the same statement
 */
export async function subscribe(
	db: Db,
	keys: KeyRing,
	campaign: { id: number; slug: string },
	{ email, kind, locale, country = "ZZ" }: Subscriber,
	when: RawBuilder<SqlBool> = sql`true`,
): Promise<void> {
	const id = randomUUID();
	const { key_sealed } = await db
		.selectFrom("campaigns")
		.where("id", "=", campaign.id)
		.select("key_sealed")
		.executeTakeFirstOrThrow();
	const key = openFingerprintKey(keys, `campaigns/${campaign.slug}`, key_sealed);
	const purpose = purposes[kind];
	await sql`
		with wanted as (select where ${when}),
		lifted as (${await liftingComplaint(db, keys, email)} and exists (select from wanted)),
		subscribed as (
			insert into subscriptions (id, campaign_id, fingerprint, kind, locale, country, domain_bucket, sealed)
			select ${id}::uuid, ${campaign.id}::int, ${fingerprint(key, email)}::bytea, ${kind}, ${locale}, ${country},
				${domainBucket(email)}::smallint, ${seal(keys, `subscriptions/${id}`, { email })}::bytea
			from wanted
			on conflict (campaign_id, fingerprint) do nothing
			returning id)
		insert into subscription_consents (subscription_id, purpose, version, locale)
		select id, ${purpose}, ${consentVersions[purpose]}::int, ${locale} from subscribed`.execute(db);
}
