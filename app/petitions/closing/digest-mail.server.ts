import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { bestFor } from "#app/campaigns/spoken.server.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { deliveryRow } from "#emails/outbox.ts";
import { type ClosingFacts, closingFacts } from "./facts.server.ts";

/** A mailbox of a body, and the petition that it hears of. */
export interface DigestMailbox {
	id: string;
	locale: Locale;
	sealed: Buffer;
	petition: string;
	campaignId: number;
}

/** One digest: which milestone, and which time that it is sent. */
export interface DigestOf {
	/** `goal-1000` or `day-2026-12-16`. */
	milestone: string;
	/** 0, or how often an organiser sent it anew. */
	again: number;
	/** Where the site is. */
	origin: string;
}

/**
 * Promises a mailbox its digest of a milestone, once: the mark and the delivery are one statement. It has the petition's
 * text, its numbers and the organisations that are shown; nothing of it comes from a signature but the count.
 * @returns whether it was promised now
 */
export async function promiseDigest(
	trx: Db,
	keys: KeyRing,
	{ id: mailboxId, locale, sealed, petition, campaignId }: DigestMailbox,
	{ milestone, again, origin }: DigestOf,
): Promise<boolean> {
	const facts = await closingFacts(trx, { petition, campaignId }, locale);
	if (!facts) return false;
	const { email } = open<{ email: string }>(keys, `digest_mailboxes/${mailboxId}`, sealed);
	const id = randomUUID();
	const values = {
		about: await neutralTitle(trx, campaignId, locale),
		title: facts.title,
		numbers: numbersIn(facts, locale),
		organisations: facts.named.join("\n") || translator(locale)("mail.digest.no-organisations"),
		text: plain(facts.body),
		link: `${origin}/${locale}/petitions/${petition}`,
	};
	const row = deliveryRow(keys, { kind: "digest", subjectId: id, to: email, locale, values });
	const { rows } = await sql`
		with promised as (
			insert into digests (id, mailbox_id, milestone, again, signatures)
			values (${id}, ${mailboxId}, ${milestone}, ${again}, ${facts.count})
			on conflict (mailbox_id, milestone, again) do nothing returning id)
		insert into email_deliveries (message_id, lane, subject_id, domain_bucket, params_sealed)
		select m.id, 'transactional', promised.id, ${row.domain_bucket}::smallint, ${row.params_sealed}::bytea
		from promised join email_messages m on m.kind = 'digest' and m.lane = 'transactional'
		returning id`.execute(trx);
	return rows.length > 0;
}

/** What a petition came to, in one line, each addend of its own. */
export function numbersIn(
	{ count, organisations, represented, paper }: Pick<ClosingFacts, "count" | "organisations" | "represented" | "paper">,
	locale: Locale,
): string {
	const t = translator(locale);
	const online =
		organisations > 0 ? t("petition.headline", { count, organisations, represented }) : t("petition.count", { count });
	return paper > 0 ? `${online} ${t("petition.headline.paper", { count: paper })}` : online;
}

async function neutralTitle(db: Db, campaignId: number, locale: Locale): Promise<string> {
	const row = await db
		.selectFrom("campaign_editions")
		.where("campaign_id", "=", campaignId)
		.orderBy(bestFor(locale, "locale"))
		.limit(1)
		.select("neutral_title")
		.executeTakeFirst();
	return row?.neutral_title ?? "";
}

/** A petition's Markdown as lines of plain text: emphasis and the addresses of links are left out. */
function plain(markdown: string): string {
	return markdown
		.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
		.replace(/^#+\s+/gm, "")
		.replace(/\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)/g, "");
}
