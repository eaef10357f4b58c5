import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type ConsentPurpose, consentVersions } from "#app/consent/texts.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { fingerprint, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open, seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { cancelling } from "#emails/outbox.ts";
import { countedByDomain, isBlocked, isHeld, type Judge } from "./abuse/judge.server.ts";
import { type FoundByToken, findByToken, submissionDays, tokenDays } from "./token.server.ts";
import type { Words } from "./words.ts";

interface ForConfirming {
	id: string;
	petition: { slug: string; title: string; addressees: string; campaignId: number; campaign: string };
	words: Words;
}

/** What a link of a confirm mail stands for. */
export type Confirmable =
	| ({ state: "pending" } & ForConfirming)
	/** @param withdrawable this link made the signature and still withdraws it */
	| { state: "counted"; slug: string; withdrawable: boolean }
	/** @param renewable one button sends a new link */
	| { state: "expired"; slug: string; renewable: boolean }
	| { state: "closed" | "replaced" | "withdrawn"; slug: string }
	| { state: "unknown" };

/** Reads what a token would confirm and changes nothing, however often a scanner opens the link. */
export async function findConfirmable(db: Db, keys: KeyRing, token: string, locale: Locale): Promise<Confirmable> {
	const found = await findByToken(db, token, locale);
	if (!found) return { state: "unknown" };
	const { id, sealed, age, slug } = found;
	if (!id || !sealed) return ended(found);
	if (!found.open) return { state: "closed", slug };
	if (age > tokenDays) return { state: "expired", slug, renewable: age <= submissionDays };
	const { title, addressees, campaignId, campaign } = found;
	return {
		state: "pending",
		id,
		petition: { slug, title, addressees, campaignId, campaign },
		words: open<Words>(keys, `submissions/${id}`, sealed),
	};
}

/** What became of a submission whose words are gone. */
function ended({ slug, state, signed, addressSigned, withdrawable }: FoundByToken): Confirmable {
	if (state === "withdrawn") return { state, slug };
	if (state === "superseded" && !addressSigned) return { state: "replaced", slug };
	return { state: "counted", slug, withdrawable: signed && withdrawable };
}

export type Confirmed = "counted" | "already-counted";

/**
 * Applies one submission to the one signature of its address, in one statement: the signature and its
 * count, the consents, the subscription; the address's other submissions end and their mails are
 * cancelled. Twice, or at the same time with another submission, counts once.
 * @param confirmable what `findConfirmable` gave, its words perhaps changed on the confirm page and minimised again
 * @param locale the language of the confirm page: that of the updates, if any
 * @param judge decides whether it counts or is quarantined; the answer is the same
 */
export async function confirmSignature(
	db: Db,
	keys: KeyRing,
	{ id, petition, words }: ForConfirming,
	locale: Locale,
	judge: Judge,
): Promise<Confirmed> {
	const signatureId = randomUUID();
	const subscription = words.updates ? await newSubscription(db, keys, petition, words) : undefined;
	const purposes: ConsentPurpose[] = words.visibility === "counted" ? ["count"] : ["count", words.visibility];

	const { rows } = await sql<{ signed: boolean }>`
		with applied as (
			update submissions set state = 'confirmed', sealed = null
			where id = ${id} and state = 'pending'
			returning petition_id, version_id, fingerprint, domain_fingerprint, token_hash, suspect),
		judged as (select a.*, a.suspect or ${isBlocked(judge, words.email)} as bad, ${isHeld(judge)} as held from applied a),
		signed as (
			insert into signatures (id, petition_id, version_id, fingerprint, domain_fingerprint, token_hash,
				state, visibility, locale, country, source, suspect, sealed)
			select ${signatureId}, petition_id, version_id, fingerprint, domain_fingerprint, token_hash,
				case when bad or held then 'quarantined' else 'confirmed' end,
				${words.visibility}, ${words.locale}, ${words.country}, ${words.source}, bad, ${keptWords(keys, signatureId, words)}::bytea
			from judged
			on conflict (petition_id, fingerprint) do nothing
			returning id, petition_id, domain_fingerprint),
		counted_by_domain as (${countedByDomain}),
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
