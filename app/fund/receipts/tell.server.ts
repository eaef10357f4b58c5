import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { formatDay } from "#app/i18n/format.ts";
import { isLocale, type Locale, translator } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { deliveryRow, type MailKind } from "#emails/outbox.ts";
import { donationPlace, type SealedDonation } from "../giving/donations.server.ts";
import { printReference } from "../giving/reference.ts";
import { LINK_DAYS, newLink } from "./link.server.ts";

/** Kinds of mail that tell a giver of their own gift. */
export type GiftMailKind = Extract<
	MailKind,
	| "gift-receipt"
	| "gift-transfer"
	| "gift-failed"
	| "gift-returned"
	| "monthly-failed"
	| "monthly-recovered"
	| "monthly-changed"
	| "monthly-ended"
>;

/** A donation as a mail may speak of it: nothing that was typed but its amounts. */
export interface ToldDonation {
	locale: Locale;
	currency: string;
	/** Minor units. */
	amount: number;
	cover: number;
	/** As it is printed. */
	reference: string;
	holder: string;
	monthly: boolean;
	/** A body gives it: there are letters on its page. */
	fromBody: boolean;
}

/** What a mail says: its day, and what its template has gaps for. */
export interface Told {
	/** `YYYY-MM-DD`. */
	day: string;
	/** A line each. */
	facts: string;
	/** Sentences of ours. */
	how?: string;
}

/**
 * Promises a giver one mail of a kind about one thing, with a new link to the donation's page, once: whoever asks again,
 * or at the same time, promises nothing.
 * @param about the gift, balance transaction, invoice or subscription that it tells of
 * @param say what it says; asked only where there is an address
 * @returns whether it was this call that promised it
 */
export async function tellGiver(
	trx: Db,
	keys: KeyRing,
	origin: string,
	donationId: string,
	kind: GiftMailKind,
	about: string,
	say: (donation: ToldDonation) => Told,
): Promise<boolean> {
	const found = await addressee(trx, keys, donationId);
	if (!found) return false;
	const { to, until, ...donation } = found;
	const { locale } = donation;
	const { day, facts, how = "" } = say(donation);
	const id = randomUUID();
	const { link, hash } = newLink(origin, locale);
	const values = { link, until: formatDay(until, locale), day: formatDay(day, locale), facts, how };
	const row = deliveryRow(keys, { kind, subjectId: id, to, locale, values });
	const { numAffectedRows = 0n } = await sql`
		with mail as (
			insert into donation_mails (id, donation_id, kind, about) values (${id}, ${donationId}, ${kind}, ${about})
			on conflict (donation_id, kind, about) do nothing returning donation_id),
		link as (
			insert into donation_links (token_hash, donation_id, expires_on)
			select ${hash}, donation_id, ${until}::date from mail)
		insert into email_deliveries (message_id, lane, subject_id, domain_bucket, params_sealed)
		select ${row.message_id}, ${row.lane}, ${id}::uuid, ${row.domain_bucket}::int, ${row.params_sealed} from mail`.execute(
		trx,
	);
	return numAffectedRows > 0n;
}

/** Whom a mail about a donation goes to, and until when its link is good; undefined without an address. */
async function addressee(trx: Db, keys: KeyRing, donationId: string) {
	const row = await trx
		.selectFrom("donations as d")
		.innerJoin("funds as f", "f.campaign_id", "d.campaign_id")
		.where("d.id", "=", donationId)
		.where("d.sealed", "is not", null)
		.select(["d.sealed", "d.locale", "d.currency", "d.amount", "d.cover", "d.reference", "d.frequency"])
		.select(["f.legal_name as holder", "f.sample", sql<string>`current_date + ${LINK_DAYS}::int`.as("until")])
		.executeTakeFirst();
	if (!row?.sealed) return undefined;
	const { email, organisation } = open<SealedDonation>(keys, donationPlace(donationId), row.sealed);
	if (!email) return undefined;
	const { currency, amount, cover, frequency, until } = row;
	const locale = isLocale(row.locale) ? row.locale : "en";
	return {
		to: email,
		until,
		locale,
		currency,
		amount,
		cover,
		reference: printReference(row.reference),
		holder: row.sample ? translator(locale)("fund.sample.holder") : row.holder,
		monthly: frequency === "monthly",
		fromBody: organisation !== undefined,
	};
}
