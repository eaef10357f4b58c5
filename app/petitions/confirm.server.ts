import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { subscribe } from "#app/campaigns/subscribe.server.ts";
import { type ConsentPurpose, consentVersions } from "#app/consent/texts.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { planOnce } from "#db/plan-once.ts";
import { cancelling } from "#emails/outbox.ts";
import { countedByDomain, isBlocked, isHeld, type Judge } from "./abuse/judge.server.ts";
import type { ForConfirming } from "./confirmable.server.ts";
import { isOpen } from "./petition.server.ts";
import type { Words } from "./words.ts";

/** What pressing the button came to: this press counted the signature, or another had. */
export type Confirmed = "counted" | "already-counted";

/**
 * Applies one submission to the one signature of its address, in one statement: the signature and its
 * count and consents; the address's other submissions end and their mails are cancelled. Twice, or at
 * the same time with another submission, counts once. What a trap had quarantined gives way to a clean
 * submission, so that nobody can void a stranger's signature by posting first.
 *
 * The subscription is a transaction of its own: nothing, not even a transaction's number, joins the two.
 * @param confirmable what `findConfirmable` gave, its words perhaps changed on the confirm page and minimised again
 * @param locale the language of the confirm page: that of the updates, if any
 * @param judge decides whether it counts or is quarantined; the answer is the same
 */
export async function confirmSignature(
	db: Db,
	keys: KeyRing,
	{ id, withdrawHash, petition, words }: ForConfirming,
	locale: Locale,
	judge: Judge,
): Promise<Confirmed> {
	// First, so that a fault between the two loses nothing that a second press would not do.
	if (words.updates) await subscribeSigner(db, keys, { id, petition, words }, locale);
	const signatureId = randomUUID();
	const purposes: ConsentPurpose[] = words.visibility === "counted" ? ["count"] : ["count", words.visibility];

	const { rows } = await sql<{ signed: boolean; petition_id: number; fingerprint: Buffer; left: boolean }>`
		${sql.raw(planOnce("confirm"))}
		with was as (
			select s.* from submissions s join petitions p on p.id = s.petition_id
			where s.id = ${id} and s.state = 'pending' and ${isOpen} for update of s),
		applied as (
			update submissions s set state = 'confirmed', sealed = null, fingerprint = null, domain_fingerprint = null
			from was where s.id = was.id
			returning was.*),
		judged as (select a.*, a.suspect or ${isBlocked(judge, words.email)} as bad, ${isHeld(judge)} as held from applied a),
		trapped as (
			delete from signatures s using judged j
			where s.petition_id = j.petition_id and s.fingerprint = j.fingerprint
				and s.state = 'quarantined' and s.suspect and not j.bad
			returning s.id),
		signed as (
			insert into signatures (id, petition_id, version_id, fingerprint, domain_fingerprint, withdraw_hash,
				state, visibility, locale, country, source, suspect, line, sealed)
			select ${signatureId}, petition_id, version_id, fingerprint, domain_fingerprint, ${withdrawHash}::bytea,
				case when bad or held then 'quarantined' else 'confirmed' end,
				${words.visibility}, ${words.locale}, ${words.country}, ${words.source}, bad, ${lineOf(words)}, ${keptWords(keys, signatureId, words)}::bytea
			from judged
			-- Reads what it deletes, so that it has been deleted first.
			where (select count(*) from trapped) >= 0
			on conflict (petition_id, fingerprint) do nothing
			returning id, petition_id, domain_fingerprint),
		counted_by_domain as (${countedByDomain}),
		agreed as (
			insert into signature_consents (signature_id, purpose, version, locale)
			select signed.id, c.purpose, c.version, ${words.locale}
			from signed, unnest(${purposes}::text[], ${purposes.map((purpose) => consentVersions[purpose])}::int[]) as c (purpose, version)),
		others as (
			update submissions s set state = 'superseded', sealed = null, fingerprint = null, domain_fingerprint = null
			where id in (
				select s.id from submissions s join applied using (petition_id, fingerprint)
				where s.state = 'pending' and s.id <> ${id}
				-- One that is being confirmed at this moment waits for our signature: waiting for it would be a deadlock.
				for update of s skip locked)
			returning id),
		cancelled as (${cancelling(sql`select id from others union all select ${id}::uuid from applied`)})
		select petition_id, fingerprint, exists (select from signed) as signed, exists (
			select from submissions s join applied using (petition_id, fingerprint)
			where s.state = 'pending' and s.id <> ${id} and s.id not in (select id from others)) as left
		from applied`.execute(db);
	const [applied] = rows;
	if (applied?.left) await endOthers(db, applied.petition_id, applied.fingerprint);
	return applied?.signed ? "counted" : "already-counted";
}

/** Ends the address's submissions that somebody held while one was confirmed. That is committed: to wait is safe now. */
async function endOthers(db: Db, petitionId: number, fingerprint: Buffer): Promise<void> {
	await sql`
		with others as (
			update submissions set state = 'superseded', sealed = null, fingerprint = null, domain_fingerprint = null
			where state = 'pending' and petition_id = ${petitionId} and fingerprint = ${fingerprint}
			returning id),
		cancelled as (${cancelling(sql`select id from others`)})
		select from others`.execute(db);
}

/** Whether a signature keeps a line, and whether it may be published: what can be known of it without opening it. */
export function lineOf({ line, linePublic }: Pick<Words, "line" | "linePublic">): "none" | "private" | "public" {
	if (line === "") return "none";
	return linePublic ? "public" : "private";
}

/** What a signature keeps of the words: no address for who is only counted; who wants updates has it in the subscription. */
export function keptWords(
	keys: KeyRing,
	signatureId: string,
	words: Omit<Words, "country" | "updates" | "atRisk" | "source" | "locale">,
): Buffer | null {
	const { email, name, organisation, shownAs, town, line, linePublic, visibility } = words;
	const said = { town, line, linePublic };
	if (visibility === "counted") return town || line ? seal(keys, `signatures/${signatureId}`, said) : null;
	return seal(keys, `signatures/${signatureId}`, { email, name, organisation, shownAs, ...said });
}

/** Keeps a submission's address for its campaign's updates, unless it has signed already: then nothing changes. */
async function subscribeSigner(
	db: Db,
	keys: KeyRing,
	{ id, petition, words }: Pick<ForConfirming, "id" | "petition" | "words">,
	locale: Locale,
): Promise<void> {
	const { email, country } = words;
	await subscribe(
		db,
		keys,
		{ id: petition.campaignId, slug: petition.campaign },
		{ email, kind: "person", locale, country },
		sql<boolean>`exists (select from submissions s where s.id = ${id} and s.state = 'pending' and not exists (
			select from signatures g where g.petition_id = s.petition_id and g.fingerprint = s.fingerprint))`,
	);
}
