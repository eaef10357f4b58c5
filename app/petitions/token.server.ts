import { sql } from "kysely";
import { bestFor } from "#app/campaigns/spoken.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { hashForWithdrawing, hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { isOpen, isWithdrawable } from "./petition.server.ts";

/** Days a link confirms. */
export const tokenDays = 14;
/** Days a submission is kept; until then one button sends a new link. */
export const submissionDays = 30;

export type FoundByToken = NonNullable<Awaited<ReturnType<typeof findByToken>>>;

/**
 * Everything that the link of a mail can stand for, in one read: the submission it was sent for
 * (deleted after 30 days), the signature that it made, their petition for readers of one language. Undefined
 * for a token that is unknown or cannot be one.
 */
export async function findByToken(db: Db, token: string, locale: Locale) {
	const tokenHash = hashToken(token);
	if (!tokenHash) return undefined;
	return db
		.selectFrom(
			sql<{ hash: Buffer; withdraws: Buffer }>`(
				select ${tokenHash}::bytea as hash, ${hashForWithdrawing(token)}::bytea as withdraws)`.as("t"),
		)
		.leftJoin("submissions as s", "s.token_hash", "t.hash")
		.leftJoin("signatures as g", "g.withdraw_hash", "t.withdraws")
		.innerJoin("petitions as p", (join) => join.on("p.id", "=", sql<number>`coalesce(s.petition_id, g.petition_id)`))
		.innerJoin("campaigns as c", "c.id", "p.campaign_id")
		.innerJoin("petition_editions as e", (join) =>
			join.on("e.version_id", "=", sql<number>`coalesce(s.version_id, g.version_id)`),
		)
		.innerJoin("campaign_editions as ce", (join) =>
			join.onRef("ce.campaign_id", "=", "c.id").onRef("ce.locale", "=", "e.locale"),
		)
		.orderBy(bestFor(locale, "e.locale"))
		.limit(1)
		.select([
			"s.id",
			"s.state",
			"s.sealed",
			sql<number>`current_date - s.created_on`.as("age"),
			sql<boolean>`g.id is not null`.as("signed"),
			isOpen.as("open"),
			isWithdrawable.as("withdrawable"),
			"p.slug",
			"p.campaign_id as campaignId",
			"c.slug as campaign",
			"ce.neutral_title as neutralTitle",
			"e.title",
			"e.addressees",
		])
		.executeTakeFirst();
}
