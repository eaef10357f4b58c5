import { sql } from "kysely";
import { sourcesOf } from "#app/campaigns/preview.server.ts";
import { findUpdate, type Update } from "#app/campaigns/updates.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { changeDraft, draftMailing, type MailingKind, type MailingRendition } from "../sending/mailing.server.ts";
import type { DeskMailing } from "./mailing-row.server.ts";
import { updateMail } from "./update-mail.ts";

/** A campaign by its id and its slug. */
export interface OfCampaign {
	id: number;
	slug: string;
}

/** A campaign's names in one of its languages. */
export interface Names {
	locale: Locale;
	title: string;
	neutralTitle: string;
}

/** What a campaign is called, in each of its languages. */
export async function namesIn(db: Db, campaignId: number): Promise<Names[]> {
	const rows = await db
		.selectFrom("campaign_editions")
		.where("campaign_id", "=", campaignId)
		.orderBy("locale")
		.select([sql<Locale>`locale`.as("locale"), "title", "neutral_title as neutralTitle"])
		.execute();
	return rows;
}

/**
 * The mail of an update in every language in which its page is published.
 * @param origin of the site
 */
export async function drawUpdate(
	db: Db,
	campaign: OfCampaign,
	number: number,
	origin: string,
): Promise<MailingRendition[]> {
	const [names, sources] = await Promise.all([namesIn(db, campaign.id), sourcesOf(db, campaign.id)]);
	const drawn = names.map(async ({ locale, neutralTitle }) => {
		const update = await findUpdate(db, { id: campaign.id, spoken: locale }, number);
		return update ? [updateMail({ locale, origin, slug: campaign.slug, neutralTitle, update, sources })] : [];
	});
	return (await Promise.all(drawn)).flat();
}

/** What making the mail of an update came to; `there` is one that was made before, so that nobody gets it twice. */
export type Made = { state: "made" | "there"; id: number } | { state: "no-update" };

/**
 * Makes the mail of a published update, once: another can be made only where the first was ended before anybody got it.
 * @param origin of the site
 */
export function makeUpdateMailing(db: Db, campaign: OfCampaign, number: number, origin: string): Promise<Made> {
	return inTransaction(db, async (trx) => {
		// Who presses twice, or two people at once, wait for one another.
		await sql`select from campaigns where id = ${campaign.id} for no key update`.execute(trx);
		const path = await pathOf(trx, campaign.id, number);
		if (!path) return { state: "no-update" };
		const { rows } = await sql<{ id: number }>`
			select m.id from mailing_plans p join email_messages m on m.id = p.message_id
			where m.campaign_id = ${campaign.id} and p.path = ${path}
				and (m.status <> 'cancelled' or m.frozen_at is not null)`.execute(trx);
		if (rows[0]) return { state: "there", id: rows[0].id };
		const renditions = await drawUpdate(trx, campaign, number, origin);
		if (renditions.length === 0) return { state: "no-update" };
		const id = await draftMailing(trx, { campaignId: campaign.id, kind: kindOf(path), audience: {}, renditions });
		await trx.insertInto("mailing_plans").values({ message_id: id, path }).execute();
		return { state: "made", id };
	});
}

/** The desk names what it writes of a petition's end after the kind of its mail. */
function kindOf(path: string): MailingKind {
	if (path.endsWith("-handed-in")) return "handed-in";
	return path.endsWith("-closing-report") ? "closing-report" : "update";
}

async function pathOf(db: Db, campaignId: number, number: number): Promise<string | undefined> {
	const row = await db
		.selectFrom("campaign_documents")
		.where("campaign_id", "=", campaignId)
		.where("path", "like", `updates/${String(number).padStart(2, "0")}-%`)
		.select("path")
		.executeTakeFirst();
	return row?.path;
}

/** Draws the mail of an update anew, from its page as it now stands. @returns whether it was still a draft */
export async function redraw(
	db: Db,
	campaign: OfCampaign,
	{ id, update, audience }: DeskMailing,
	origin: string,
): Promise<boolean> {
	if (!update) return false;
	const renditions = await drawUpdate(db, campaign, update.number, origin);
	return renditions.length > 0 && changeDraft(db, id, { audience, renditions });
}

/** The mail that an update would be, as its editor has it; undefined in a language that the campaign is not in. */
export async function drawUnsaved(
	db: Db,
	campaign: OfCampaign,
	{ locale, ...update }: Update & { locale: Locale },
	origin: string,
): Promise<MailingRendition | undefined> {
	const [names, sources] = await Promise.all([namesIn(db, campaign.id), sourcesOf(db, campaign.id)]);
	const own = names.find((name) => name.locale === locale);
	return own && updateMail({ ...own, locale, origin, slug: campaign.slug, update, sources });
}
