import { sql } from "kysely";
import { keepBack, reservePercent } from "#app/fund/ledger/reserve.server.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { hasTwoApart } from "../../approvals/apart.server.ts";
import { type Asking, askApproval } from "../../approvals/approvals.server.ts";
import { recordAct } from "../../audit/record.server.ts";
import { tellOrganisers } from "../../notices.server.ts";
import { lowerReserve } from "./reserve-action.server.ts";

/** The reserve of a fund as its desk shows it. */
export interface ReserveDesk {
	/** Of the gifts by card of the last 120 days. */
	percent: number;
	/** The smaller one that waits for a second person, or to be performed. */
	waiting: number | null;
	/** Nobody could be the second: all came in by one person. */
	alone: boolean;
}

/** The reserve of a fund; null where there is no fund yet. */
export async function reserveDesk(db: Db, campaignId: number): Promise<ReserveDesk | null> {
	const [percent, waiting, two] = await Promise.all([
		reservePercent(db, campaignId),
		waitingReserve(db, campaignId),
		hasTwoApart(db, campaignId, lowerReserve),
	]);
	return percent === undefined ? null : { percent, waiting, alone: !two };
}

async function waitingReserve(db: Db, campaignId: number): Promise<number | null> {
	const waiting = await db
		.selectFrom("approvals")
		.where("campaign_id", "=", campaignId)
		.where("action", "=", "fund.reserve")
		.where("state", "in", ["asked", "agreed"])
		.select("subject")
		.executeTakeFirst();
	return waiting ? Number(waiting.subject) : null;
}

/** What changing the reserve came to; `waits` while another change of it does, `again` when they raised it within a day. */
export type ReserveChanged = "raised" | "asked" | "waits" | "again" | "same" | "unknown";

/**
 * Keeps more back at once, as one person says who keeps the fund, once a day: no new help is promised of what is kept back,
 * so everybody is mailed. To keep less back a second person is asked. Call `app.wakeMailer` after `raised` and `asked`.
 * @param percent from 0 to 100
 */
export async function changeReserve(
	db: Db,
	asking: Asking,
	campaign: { id: number; slug: string },
	percent: number,
): Promise<ReserveChanged> {
	return inTransaction(db, async (trx) => {
		// Two who change it at the same time take turns.
		const now = await reservePercent(trx, campaign.id, true);
		if (now === undefined) return "unknown";
		if (percent === now) return "same";
		if (percent > now) {
			if (await hasRaised(trx, campaign.id, asking.organiser.id)) return "again";
			await keepBack(trx, campaign.id, percent);
			await tellOrganisers(trx, asking.keys, {
				campaigns: [campaign.id],
				except: asking.organiser.id,
				text: (t) => t("organise.fund.mail.reserve-raised", { now, percent }),
				link: `${asking.origin}/organise/campaigns/${campaign.slug}/fund`,
			});
			const figures = { now, percent };
			await recordAct(trx, {
				actor: asking.organiser.id,
				act: "fund.reserve-raised",
				campaignId: campaign.id,
				figures,
			});
			return "raised";
		}
		if ((await waitingReserve(trx, campaign.id)) !== null) return "waits";
		const { state } = await askApproval(trx, asking, { action: "fund.reserve", campaign, subject: String(percent) });
		return state === "asked" || state === "waits" ? state : "unknown";
	});
}

/** Whether somebody has raised a fund's reserve within a day, as the audit log says, which nobody changes. */
async function hasRaised(trx: Db, campaignId: number, organiser: string): Promise<boolean> {
	const { rows } = await sql`
		select from audit_log where campaign_id = ${campaignId} and act = 'fund.reserve-raised' and actor = ${organiser}
			and at > now() - interval '1 day' limit 1`.execute(trx);
	return rows.length > 0;
}
