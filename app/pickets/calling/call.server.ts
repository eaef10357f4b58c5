import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { deliveryRow } from "#emails/outbox.ts";
import type { PicketFacts, PicketKind } from "../facts.ts";
import { instantsOf } from "../wall-time.ts";
import { newPicket } from "./new-picket.server.ts";

export interface Calling {
	/** The campaign's slug. */
	campaign: string;
	kind: PicketKind;
	facts: PicketFacts;
	email: string;
	/** The language of the page, and so of the mails. */
	locale: Locale;
	/** Where the host's links lead: the site as the host reached it. */
	origin: string;
	/** A trap for bots was met, or it came from a blocked network: it is kept nowhere, and nobody can tell. */
	suspect: boolean;
}

export type Called = "promised" | "closed";

/**
 * Keeps a picket that nobody has verified yet, in no list and at no address, and promises the mail to its host.
 * @throws RangeError when the clocks do not show its times once; the form has asked before
 */
export async function callPicket(db: Db, keys: KeyRing, calling: Calling): Promise<Called> {
	const campaign = await openCampaign(db, calling.campaign, calling.locale);
	if (!campaign) return "closed";
	// A form that was filled by a machine costs nobody a mail.
	if (calling.suspect) return "promised";
	const at = instantsOf(calling.facts);
	if (!("startsAt" in at)) throw new RangeError("the clocks do not show these times once");

	const { kind, facts, email, locale, origin } = calling;
	const { picket, host, token } = newPicket(keys, {
		campaignId: campaign.id,
		kind,
		facts: { ...facts, overlap: at.overlap },
		at,
		host: { email, locale, origin },
	});
	await db
		.with("picket", (q) => q.insertInto("pickets").values(picket))
		.with("host", (q) => q.insertInto("picket_hosts").values(host))
		.insertInto("email_deliveries")
		.values(
			deliveryRow(keys, {
				kind: "confirm-picket",
				subjectId: host.id,
				to: email,
				locale,
				values: { link: `${origin}/${locale}/host/${token}`, about: campaign.neutral_title },
			}),
		)
		.execute();
	return "promised";
}

/** The campaigns in which pickets can be called now, by their titles in a language; `authorities` is what they tell hosts. */
export async function openCampaigns(db: Db, locale: Locale) {
	return campaigns(db, locale).orderBy("ce.title").execute();
}

/** Whether pickets can be called in a campaign now. */
export async function takesPickets(db: Db, campaignId: number, locale: Locale): Promise<boolean> {
	return (await campaigns(db, locale).where("c.id", "=", campaignId).executeTakeFirst()) !== undefined;
}

function openCampaign(db: Db, slug: string, locale: Locale) {
	return campaigns(db, locale).where("c.slug", "=", slug).executeTakeFirst();
}

function campaigns(db: Db, locale: Locale) {
	return db
		.selectFrom("campaigns as c")
		.innerJoin("campaign_editions as ce", (join) =>
			join.onRef("ce.campaign_id", "=", "c.id").on("ce.locale", "=", locale),
		)
		.where("c.opened_at", "is not", null)
		.where("c.pickets_opened_at", "is not", null)
		.where("c.pickets_closed_at", "is", null)
		.where("c.closed_at", "is", null)
		.select(["c.id", "c.slug", "ce.title", "ce.neutral_title", "ce.authorities", sql<boolean>`c.sample`.as("sample")]);
}
