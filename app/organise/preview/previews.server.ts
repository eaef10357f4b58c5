import { sql } from "kysely";
import { hashToken, newToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";

/** What can be shown before it is open. */
export const previewPages = ["campaign", "petition", "fund", "pickets"] as const;
export type PreviewPage = (typeof previewPages)[number];

/** A page to be shown: of a campaign, or one of its petitions. */
export interface PreviewOf {
	campaign: { id: number; slug: string };
	page: PreviewPage;
	/** The petition's slug. */
	petition?: string;
}

/** Whether a posted or stored word is a page that can be shown. */
export function isPreviewPage(word: string | undefined): word is PreviewPage {
	return previewPages.some((page) => page === word);
}

/**
 * Makes a link that shows a page to whoever has it, for seven days, or until who made it has no role in the campaign any
 * more; those that are over go with it.
 * @returns its token, which is kept nowhere; null where the campaign has no such petition
 */
export async function makePreview(
	db: Db,
	organiser: string,
	{ campaign, page, petition }: PreviewOf,
): Promise<string | null> {
	const token = newToken();
	const hash = hashToken(token);
	return inTransaction(db, async (trx) => {
		await sql`delete from previews where campaign_id = ${campaign.id} and expires_at < now()`.execute(trx);
		const { rows } = await sql`
			insert into previews (token_hash, campaign_id, page, petition_id, made_by)
			select ${hash}, c.id, ${page}::text, p.id, ${organiser} from campaigns c
			left join petitions p on p.campaign_id = c.id and p.slug = ${petition ?? null} and ${page}::text = 'petition'
			where c.id = ${campaign.id} and (${page}::text <> 'petition' or p.id is not null) returning id`.execute(trx);
		if (rows.length === 0) return null;
		await recordAct(trx, {
			actor: organiser,
			act: "preview.made",
			campaignId: campaign.id,
			about: campaign.slug,
			figures: { page },
		});
		return token;
	});
}

/** The links of a campaign that still show something, the newest first. */
export async function listPreviews(db: Db, campaignId: number) {
	return db
		.selectFrom("previews as v")
		.leftJoin("petitions as p", "p.id", "v.petition_id")
		.where("v.campaign_id", "=", campaignId)
		.where("v.expires_at", ">", sql<Date>`now()`)
		.orderBy("v.expires_at", "desc")
		.select(["v.id", "v.page", "p.slug as petition", "v.expires_at as expiresAt"])
		.execute();
}

/** Takes a link back. @returns whether the campaign had it */
export async function takeBackPreview(db: Db, organiser: string, campaign: { id: number; slug: string }, id: string) {
	return inTransaction(db, async (trx) => {
		const { numAffectedRows = 0n } = await sql`
			delete from previews where id::text = ${id} and campaign_id = ${campaign.id}`.execute(trx);
		if (numAffectedRows === 0n) return false;
		await recordAct(trx, {
			actor: organiser,
			act: "preview.taken-back",
			campaignId: campaign.id,
			about: campaign.slug,
		});
		return true;
	});
}

/** What a link shows; undefined when it is none, was taken back or is over. */
export async function findPreview(db: Db, token: string): Promise<PreviewOf | undefined> {
	const hash = hashToken(token);
	if (!hash) return undefined;
	const row = await db
		.selectFrom("previews as v")
		.innerJoin("campaigns as c", "c.id", "v.campaign_id")
		.leftJoin("petitions as p", "p.id", "v.petition_id")
		.where("v.token_hash", "=", hash)
		.where("v.expires_at", ">", sql<Date>`now()`)
		.select(["v.page", "c.id", "c.slug", "p.slug as petition"])
		.executeTakeFirst();
	if (!row || !isPreviewPage(row.page)) return undefined;
	return { campaign: { id: row.id, slug: row.slug }, page: row.page, petition: row.petition ?? undefined };
}
