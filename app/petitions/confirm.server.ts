import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type ConsentPurpose, consentVersions } from "#app/consent/texts.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { fingerprint, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open, seal } from "#app/seal/seal.ts";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { cancelling } from "#emails/outbox.ts";
import { isOpen } from "./petition.server.ts";
import type { Words } from "./words.ts";

/** Days a link works, and days its words are kept. */
const tokenDays = 14;

interface ForConfirming {
	id: string;
	petition: { slug: string; title: string; addressees: string; campaignId: number; campaign: string };
	words: Words;
}

/** What a link of a confirm mail stands for. */
export type Confirmable =
	| ({ state: "pending" } & ForConfirming)
	| { state: "counted" | "expired" | "closed"; slug: string }
	| { state: "unknown" };

/** Reads what a token would confirm and changes nothing, however often a scanner opens the link. */
export async function findConfirmable(db: Db, keys: KeyRing, token: string, locale: Locale): Promise<Confirmable> {
	const row = await findSubmission(db, token, locale);
	if (!row) return { state: "unknown" };
	const { slug } = row;
	if (row.state !== "pending" || !row.sealed) return { state: "counted", slug };
	if (row.expired) return { state: "expired", slug };
	if (!row.open) return { state: "closed", slug };
	return {
		state: "pending",
		id: row.id,
		petition: {
			slug,
			title: row.title,
			addressees: row.addressees,
			campaignId: row.campaign_id,
			campaign: row.campaign,
		},
		words: open<Words>(keys, `submissions/${row.id}`, row.sealed),
	};
}

async function findSubmission(db: Db, token: string, locale: Locale) {
	const tokenHash = hashToken(token);
	if (!tokenHash) return undefined;
	return db
		.selectFrom("submissions as s")
		.innerJoin("petitions as p", "p.id", "s.petition_id")
		.innerJoin("campaigns as c", "c.id", "p.campaign_id")
		.innerJoin("petition_editions as e", (join) =>
			join.onRef("e.version_id", "=", "s.version_id").on("e.locale", "=", locale),
		)
		.where("s.token_hash", "=", tokenHash)
		.select([
			"s.id",
			"s.state",
			"s.sealed",
			"p.slug",
			"p.campaign_id",
			"c.slug as campaign",
			"e.title",
			"e.addressees",
			isOpen.as("open"),
			sql<boolean>`s.created_on + ${tokenDays}::int < current_date`.as("expired"),
		])
		.executeTakeFirst();
}

export type Confirmed = "counted" | "already-counted";

/**
 * Applies one submission to the one signature of its address, in one statement: the signature and its
 * count, the consents, the subscription; the address's other submissions end and their mails are
 * cancelled. Twice, or at the same time with another submission, counts once.
 * @param confirmable what `findConfirmable` gave, its words perhaps changed on the confirm page and minimised again
 * @param locale the language of the confirm page: that of the updates, if any
 */
export async function confirmSignature(
	db: Db,
	keys: KeyRing,
	{ id, petition, words }: ForConfirming,
	locale: Locale,
): Promise<Confirmed> {
	const signatureId = randomUUID();
	const subscription = words.updates ? await newSubscription(db, keys, petition, words) : undefined;
	const purposes: ConsentPurpose[] = words.visibility === "counted" ? ["count"] : ["count", words.visibility];

	const { rows } = await sql<{ signed: boolean }>`
		with applied as (
			update submissions set state = 'confirmed', sealed = null
			where id = ${id} and state = 'pending'
			returning petition_id, version_id, fingerprint, domain_fingerprint, token_hash, suspect),
		signed as (
			insert into signatures (id, petition_id, version_id, fingerprint, domain_fingerprint, token_hash,
				state, visibility, locale, country, source, sealed)
			select ${signatureId}, petition_id, version_id, fingerprint, domain_fingerprint, token_hash,
				case when suspect then 'quarantined' else 'confirmed' end,
				${words.visibility}, ${words.locale}, ${words.country}, ${words.source}, ${keptWords(keys, signatureId, words)}::bytea
			from applied
			on conflict (petition_id, fingerprint) do nothing
			returning id),
		agreed as (
			insert into consents (signature_id, purpose, version, locale)
			select signed.id, c.purpose, c.version, ${words.locale}
			from signed, unnest(${purposes}::text[], ${purposes.map((purpose) => consentVersions[purpose])}::int[]) as c (purpose, version)),
		subscribed as (
			insert into subscriptions (id, campaign_id, fingerprint, locale, country, sealed)
			select ${subscription?.id ?? null}::uuid, ${petition.campaignId}, ${subscription?.fingerprint ?? null}::bytea,
				${locale}, ${words.country}, ${subscription?.sealed ?? null}::bytea
			from signed where ${words.updates}
			on conflict (campaign_id, fingerprint) do nothing
			returning id),
		agreed_to_updates as (
			insert into consents (subscription_id, purpose, version, locale)
			select id, 'updates', ${consentVersions.updates}::int, ${locale} from subscribed),
		others as (
			update submissions set state = 'superseded', sealed = null
			where id in (
				select s.id from submissions s join applied using (petition_id, fingerprint)
				where s.state = 'pending' and s.id <> ${id}
				-- One that is being confirmed at this moment waits for our signature: waiting for it would be a deadlock.
				for update of s skip locked)
			returning id),
		cancelled as (${cancelling(sql`select id from others union all select ${id}::uuid from applied`)})
		select exists (select from signed) as signed`.execute(db);
	return rows[0]?.signed ? "counted" : "already-counted";
}

/** What a signature keeps of the words: no address for who is only counted; who wants updates has it in the subscription. */
function keptWords(keys: KeyRing, signatureId: string, words: Words): Buffer | null {
	const { email, name, town, line, linePublic, visibility } = words;
	const said = { town, line, linePublic };
	if (visibility === "counted") return town || line ? seal(keys, `signatures/${signatureId}`, said) : null;
	return seal(keys, `signatures/${signatureId}`, { email, name, ...said });
}

async function newSubscription(db: Db, keys: KeyRing, petition: ForConfirming["petition"], words: Words) {
	const id = randomUUID();
	const { key_sealed } = await db
		.selectFrom("campaigns")
		.where("id", "=", petition.campaignId)
		.select("key_sealed")
		.executeTakeFirstOrThrow();
	const key = openFingerprintKey(keys, `campaigns/${petition.campaign}`, key_sealed);
	return {
		id,
		fingerprint: fingerprint(key, words.email),
		sealed: seal(keys, `subscriptions/${id}`, { email: words.email, name: words.name }),
	};
}
