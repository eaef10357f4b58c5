import type { ChecklistItem } from "#app/campaigns/checklist.server.ts";
import { campaignChecklist, openCampaign } from "#app/campaigns/open.server.ts";
import { closeFund, fundChecklist, openFund } from "#app/fund/open.server.ts";
import { closePetition, openPetition, petitionChecklist } from "#app/petitions/open.server.ts";
import { closePickets, openPickets, picketsChecklist } from "#app/pickets/open.server.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { Act } from "../audit/acts.ts";
import { recordAct } from "../audit/record.server.ts";
import { petitionsOf } from "../desk/figures.server.ts";

/** The campaign or a form of the public's: what it waits for, and where it stands. */
export interface Opening {
	thing: "campaign" | "petition" | "fund" | "pickets";
	/** Of a petition: there may be several. */
	slug?: string;
	title?: string;
	/** `closed` has been open and can be opened again; `over` cannot. */
	state: "not open" | "open" | "closed" | "over";
	items: ChecklistItem[];
}

/** The campaign itself, then its forms: its petitions, its fund, its pickets. */
export async function openingsOf(db: Db, campaignId: number, locale: string): Promise<Opening[]> {
	const [campaign, petitions, fund, pickets, states] = await Promise.all([
		campaignChecklist(db, campaignId),
		petitionsOf(db, campaignId, locale),
		fundChecklist(db, campaignId),
		picketsChecklist(db, campaignId),
		statesOf(db, campaignId),
	]);
	const lists = await Promise.all(petitions.map(({ slug }) => petitionChecklist(db, slug)));
	return [
		{ thing: "campaign", state: stateOf(states.campaign), items: campaign },
		...petitions.map(({ slug, title }, index): Opening => {
			const state = states.petitions.find((petition) => petition.slug === slug);
			const over = Boolean(state?.handed_in_at ?? state?.anonymised_at);
			return { thing: "petition", slug, title, state: over ? "over" : stateOf(state), items: lists[index] ?? [] };
		}),
		{ thing: "fund", state: stateOf(states.fund), items: fund },
		{ thing: "pickets", state: stateOf(states.pickets), items: pickets },
	];
}

async function statesOf(db: Db, campaignId: number) {
	const [petitions, fund, campaign] = await Promise.all([
		db
			.selectFrom("petitions")
			.where("campaign_id", "=", campaignId)
			.select(["slug", "opened_at", "closed_at", "handed_in_at", "anonymised_at"])
			.execute(),
		db.selectFrom("funds").where("campaign_id", "=", campaignId).select(["opened_at", "closed_at"]).executeTakeFirst(),
		db
			.selectFrom("campaigns")
			.where("id", "=", campaignId)
			.select(["opened_at", "closed_at", "pickets_opened_at", "pickets_closed_at"])
			.executeTakeFirst(),
	]);
	const pickets = campaign && { opened_at: campaign.pickets_opened_at, closed_at: campaign.pickets_closed_at };
	return { campaign, petitions, fund, pickets };
}

function stateOf(row: { opened_at: Date | null; closed_at: Date | null } | undefined): Opening["state"] {
	if (!row?.opened_at) return "not open";
	return row.closed_at ? "closed" : "open";
}

/** What an administrator asks for: the campaign published; a form opened, closed, or opened again. */
export interface Wanted {
	thing: Opening["thing"];
	open: boolean;
	/** Of a petition. */
	slug?: string;
}

/** `incomplete` when the checklist is not; `unchanged` when it stood so, or cannot be changed any more. */
export type Changed = "changed" | "unchanged" | "incomplete" | "unknown";

/** Publishes a campaign, or opens or closes a form of it, and records who did. */
export async function changeOpening(
	db: Db,
	organiser: string,
	campaign: { id: number; slug: string },
	wanted: Wanted,
): Promise<Changed> {
	return inTransaction(db, async (trx) => {
		const changed = await change(trx, campaign.id, wanted);
		if (changed === "changed")
			await recordAct(trx, {
				actor: organiser,
				act: actOf(wanted),
				campaignId: campaign.id,
				about: wanted.slug ?? campaign.slug,
			});
		return changed;
	});
}

function actOf({ thing, open }: Wanted): Act {
	return thing === "campaign" ? "campaign.published" : acts[thing][open ? "open" : "close"];
}

const acts: Record<Exclude<Opening["thing"], "campaign">, { open: Act; close: Act }> = {
	petition: { open: "petition.opened", close: "petition.closed" },
	fund: { open: "fund.opened", close: "fund.closed" },
	pickets: { open: "pickets.opened", close: "pickets.closed" },
};

async function change(trx: Db, campaignId: number, { thing, open, slug }: Wanted): Promise<Changed> {
	const told = (did: boolean) => (did ? "changed" : "unchanged");
	switch (thing) {
		case "campaign": {
			// What has been read stays where it was: nothing unpublishes a campaign.
			if (!open) return "unknown";
			const { opened_at } = await trx
				.selectFrom("campaigns")
				.where("id", "=", campaignId)
				.select("opened_at")
				.forUpdate()
				.executeTakeFirstOrThrow();
			if (opened_at) return "unchanged";
			return (await openCampaign(trx, campaignId)) === "open" ? "changed" : "incomplete";
		}
		case "petition": {
			const petition = await trx
				.selectFrom("petitions")
				.where("slug", "=", slug ?? "")
				.where("campaign_id", "=", campaignId)
				.select(["slug", "opened_at"])
				.forUpdate()
				.executeTakeFirst();
			if (!petition) return "unknown";
			if (petition.opened_at) return told(await closePetition(trx, petition.slug, !open));
			if (!open) return "unchanged";
			const opened = await openPetition(trx, petition.slug);
			return opened.state === "open" ? "changed" : "incomplete";
		}
		case "fund":
			if (!open) return told(await closeFund(trx, campaignId));
			return (await openFund(trx, campaignId)).state === "open" ? "changed" : "incomplete";
		case "pickets":
			if (!open) return told(await closePickets(trx, campaignId));
			return (await openPickets(trx, campaignId)).state === "open" ? "changed" : "incomplete";
	}
}
