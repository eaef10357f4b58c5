import { sql } from "kysely";
import { campaignPrints } from "#app/campaigns/prints.server.ts";
import { bestFor } from "#app/campaigns/spoken.server.ts";
import { isLocale, type Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { readUnsubscribeToken } from "#app/seal/mail-tokens.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { stopUpdates } from "../held.server.ts";
import { lastDay, stayingUntil } from "../milestones/over.server.ts";
import type { Choice } from "./parse-choice.ts";
import { endSubscription } from "./unsubscribe.server.ts";

/** What a reader has chosen of one campaign's mails. */
export interface Preferences extends Choice {
	/** The campaign's title that says nothing of the cause. */
	about: string;
	/** The campaign's, `YYYY-MM-DD`: until then updates come more often. */
	day: string;
	/** `YYYY-MM-DD`: the last day on which the address is kept, and the last if they stay; null while the campaign goes on. */
	ending: { keepUntil: string; ifStaying: string } | null;
}

interface Row {
	kinds: string[];
	locale: string;
	about: string;
	day: string;
	keepUntil: string | null;
	ifStaying: string;
}

/** Reads what a link of a mail may change, and changes nothing; null for a link that is nobody's (any more). */
export async function findPreferences(
	db: Db,
	keys: KeyRing,
	token: string,
	locale: Locale,
): Promise<Preferences | null> {
	const id = readUnsubscribeToken(keys, token);
	if (!id) return null;
	const { rows } = await sql<Row>`
		select s.kinds, s.locale, e.neutral_title as about, c.day, ${lastDay} as "keepUntil", ${stayingUntil} as "ifStaying"
		from subscriptions s join campaigns c on c.id = s.campaign_id join lateral (
			select neutral_title from campaign_editions e where e.campaign_id = s.campaign_id
			order by ${bestFor(locale, "e.locale")} limit 1
		) e on true
		where s.id = ${id}`.execute(db);
	const [row] = rows;
	return (
		(row && {
			about: row.about,
			day: row.day,
			ending: row.keepUntil ? { keepUntil: row.keepUntil, ifStaying: row.ifStaying } : null,
			updates: row.kinds.includes("updates"),
			milestones: row.kinds.includes("milestones"),
			locale: isLocale(row.locale) ? row.locale : locale,
		}) ??
		null
	);
}

/** Keeps what a reader chose; who wants neither kind has no subscription any more. A link that is nobody's does nothing. */
export async function savePreferences(db: Db, keys: KeyRing, token: string, choice: Choice): Promise<void> {
	const id = readUnsubscribeToken(keys, token);
	if (!id) return;
	const kinds = (["updates", "milestones"] as const).filter((kind) => choice[kind]);
	if (kinds.length === 0) return endSubscription(db, id);
	await db.updateTable("subscriptions").set({ kinds, locale: choice.locale }).where("id", "=", id).execute();
}

/** Ends the mails of every campaign for the address that a link's mail went to, and tells nobody which there were. */
export async function stopEverywhere(db: Db, keys: KeyRing, token: string): Promise<void> {
	const id = readUnsubscribeToken(keys, token);
	if (!id) return;
	const row = await db.selectFrom("subscriptions").where("id", "=", id).select("sealed").executeTakeFirst();
	if (!row) return;
	const { email } = open<{ email: string }>(keys, `subscriptions/${id}`, row.sealed);
	await endSubscription(db, id);
	await stopUpdates(db, await campaignPrints(db, keys, email));
}
