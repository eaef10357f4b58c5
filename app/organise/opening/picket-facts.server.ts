import { sql } from "kysely";
import { type Fields, text } from "#app/web/form.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";

/** What the public and hosts are told in one language before pickets can be called. */
export interface PicketWords {
	locale: string;
	/** When somebody reads what comes in. */
	duty_hours: string;
	/** Whom to ask and to tell, and how long before. */
	authorities: string;
}

/** Writes duty hours and what is said of the authorities, in the languages that the campaign has. */
export async function savePicketFacts(trx: Db, campaignId: number, words: readonly PicketWords[]): Promise<void> {
	const column = (name: keyof PicketWords) => words.map((one) => one[name]);
	await sql`
		update campaign_editions e set duty_hours = w.duty_hours, authorities = w.authorities
		from unnest(${column("locale")}::text[], ${column("duty_hours")}::text[], ${column("authorities")}::text[])
			w (locale, duty_hours, authorities)
		where e.campaign_id = ${campaignId} and e.locale = w.locale`.execute(trx);
}

/** The same as it stands, per language. */
export async function picketFacts(db: Db, campaignId: number): Promise<PicketWords[]> {
	return db
		.selectFrom("campaign_editions")
		.where("campaign_id", "=", campaignId)
		.orderBy("locale")
		.select(["locale", "duty_hours", "authorities"])
		.execute();
}

/** Writes what an administrator has typed, per language of the campaign, and records that they did. */
export async function changePicketFacts(db: Db, organiser: string, campaignId: number, fields: Fields): Promise<void> {
	await inTransaction(db, async (trx) => {
		const before = await picketFacts(trx, campaignId);
		const words = before.map(({ locale }) => ({
			locale,
			duty_hours: text(fields, `duty_hours-${locale}`).slice(0, 500),
			authorities: text(fields, `authorities-${locale}`).slice(0, 2_000),
		}));
		await savePicketFacts(trx, campaignId, words);
		await recordAct(trx, { actor: organiser, act: "pickets.facts-changed", campaignId });
	});
}
