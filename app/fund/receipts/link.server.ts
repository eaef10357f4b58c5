import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import { hashToken, newToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";

/**
 * Days for which a link of a mail opens its donation's page. A monthly gift's mails bring a new one each month; after the
 * last, and for what is asked later, `/{l}/donations` mails one to the giver's address. `donations.link_until` has the
 * same days.
 */
export const LINK_DAYS = 90;

/** A link to a donation's own page, not stored yet. */
export interface NewLink {
	/** The whole address. */
	link: string;
	/** What is stored of its token. */
	hash: Buffer;
}

/** Makes a link that opens one donation and nothing else. @param origin scheme and host of the site */
export function newLink(origin: string, locale: string): NewLink {
	const token = newToken();
	return { link: `${origin}/${locale}/donations/${token}`, hash: hashOf(token) };
}

/**
 * Makes a link for whoever has shown in another way that a donation is theirs, as `/my` does.
 * @param days until it ends
 * @returns its path
 */
export async function openDonation(db: Db, donationId: string, locale: Locale, days: number): Promise<`/${string}`> {
	const token = newToken();
	await db
		.insertInto("donation_links")
		.values({
			token_hash: hashOf(token),
			donation_id: donationId,
			expires_on: sql<string>`current_date + ${days}::int`,
		})
		.execute();
	return `/${locale}/donations/${token}`;
}

function hashOf(token: string): Buffer {
	const hash = hashToken(token);
	if (!hash) throw new Error("a new token does not read as one");
	return hash;
}
