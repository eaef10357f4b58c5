import { sql } from "kysely";
import { type CampaignPrints, campaignPrints } from "#app/campaigns/prints.server.ts";
import { bestFor } from "#app/campaigns/spoken.server.ts";
import { subscribe } from "#app/campaigns/subscribe.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { unsubscribeToken } from "#app/seal/mail-tokens.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { endSubscriptions } from "./preferences/unsubscribe.server.ts";

/** What is kept of who wants a campaign's updates. */
export interface HeldSubscription {
	id: string;
	/** `YYYY-MM-DD`. */
	since: string;
	kind: "person" | "organisation";
	locale: string;
	country: string;
	/** Which mails: `updates`, `milestones`. */
	kinds: string[];
	/** Of the page where that is chosen. */
	token: string;
	email: string;
	name: string;
	agreed: { purpose: string; version: number; locale: string; on: string; text: string }[];
}

/** A campaign whose updates an address has or may have. */
export interface CampaignUpdates {
	slug: string;
	/** Its title that says nothing of the cause. */
	about: string;
	/** It sends updates: published and not closed. */
	open: boolean;
	subscription: HeldSubscription | null;
}

interface SealedSubscription {
	email: string;
	name?: string;
}

/** Every published campaign with the subscription that an address has to it, if any, in two reads. */
export async function heldSubscriptions(
	db: Db,
	keys: KeyRing,
	address: string,
	locale: Locale,
): Promise<CampaignUpdates[]> {
	const prints = await campaignPrints(db, keys, address);
	const { rows } = await sql<
		Omit<CampaignUpdates, "subscription"> &
			Omit<HeldSubscription, "id" | "email" | "name" | "token"> & { id: string | null; sealed: Buffer }
	>`
		select c.slug, e.neutral_title as about, c.closed_at is null as open, s.id, s.sealed, s.confirmed_on as since,
			s.kind, s.kinds, s.locale, s.country,
			coalesce((
				select json_agg(json_build_object('purpose', t.purpose, 'version', t.version, 'locale', t.locale,
					'on', g.given_on, 'text', t.text) order by g.given_on, t.version)
				from subscription_consents g join consent_texts t using (purpose, version, locale)
				where g.subscription_id = s.id), '[]') as agreed
		from ${printsOf(prints)}
		join campaigns c on c.id = w.campaign_id
		join lateral (
			select neutral_title from campaign_editions e where e.campaign_id = c.id
			order by ${bestFor(locale, "e.locale")} limit 1
		) e on true
		left join subscriptions s on s.campaign_id = c.id and s.fingerprint = w.fingerprint
		where s.id is not null or (c.opened_at is not null and c.closed_at is null)
		order by s.id is null, c.id`.execute(db);
	return rows.map(({ slug, about, open: isOpen, id, sealed, ...row }) => {
		if (id === null) return { slug, about, open: isOpen, subscription: null };
		const { email, name = "" } = open<SealedSubscription>(keys, `subscriptions/${id}`, sealed);
		return { slug, about, open: isOpen, subscription: { ...row, id, token: unsubscribeToken(keys, id), email, name } };
	});
}

/**
 * Starts a campaign's updates for an address whose mail has been read; whoever has them already keeps what they have.
 * @param locale the language of the words agreed to, and of the updates
 * @returns false when the campaign sends none
 */
export async function startUpdates(
	db: Db,
	keys: KeyRing,
	email: string,
	campaign: string,
	locale: Locale,
): Promise<boolean> {
	const found = await db
		.selectFrom("campaigns")
		.where("slug", "=", campaign)
		.where("opened_at", "is not", null)
		.where("closed_at", "is", null)
		.select(["id", "slug"])
		.executeTakeFirst();
	if (found) await subscribe(db, keys, found, { email, kind: "person", locale });
	return found !== undefined;
}

/**
 * Stops the updates of an address, from one campaign or from all, as the link of a mail does.
 * @returns how many it was this call that deleted
 */
export async function stopUpdates(db: Db, prints: CampaignPrints, campaign?: string): Promise<number> {
	return endSubscriptions(
		db,
		sql`select s.id from ${printsOf(prints)}
			join campaigns c on c.id = w.campaign_id ${campaign === undefined ? sql`` : sql`and c.slug = ${campaign}`}
			join subscriptions s on s.campaign_id = w.campaign_id and s.fingerprint = w.fingerprint`,
	);
}

function printsOf({ ids, fingerprints }: CampaignPrints) {
	return sql`unnest(${ids}::int[], ${fingerprints}::bytea[]) w (campaign_id, fingerprint)`;
}
