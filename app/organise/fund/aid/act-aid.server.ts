import type { App } from "#app/context.ts";
import { type AidChanged, type AidEvent, changeAid } from "#app/fund/paying/change-aid.server.ts";
import type { AidPerson, AidStep, LookReason, Obstacle } from "#app/fund/paying/desk.server.ts";
import { type OpenedAid, openAid, openReceipt } from "#app/fund/paying/opened.server.ts";
import { findAid, type NewAid, requestAid } from "#app/fund/paying/requests.server.ts";
import { type AidRules, saveAidRules } from "#app/fund/paying/rules.server.ts";
import { vaultOf } from "#app/fund/paying/vault.server.ts";
import type { MessageKey } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { Act } from "../../audit/acts.ts";
import { recordAct } from "../../audit/record.server.ts";
import { tellOrganisers } from "../../notices.server.ts";

type House = Pick<App, "db" | "keys" | "settings">;

/** The campaign, who asks, and where the site is, for the links of mails. */
export interface AidDesk {
	campaign: { id: number; slug: string };
	who: AidPerson;
	origin: string;
}

/** Asks for help, records it and tells the committee that something waits, without a word of whom or what. */
export function askForAid(app: House, desk: AidDesk, aid: NewAid): Promise<{ id: string } | { refused: Obstacle }> {
	const { campaign, who } = desk;
	return inTransaction(app.db, async (trx) => {
		const asked = await requestAid(trx, { campaignId: campaign.id, by: who.id }, aid);
		if ("refused" in asked) return asked;
		await tellCommittee(trx, app, desk, "organise.aid.mail.asked");
		await recordAct(trx, { actor: who.id, act: "aid.requested", campaignId: campaign.id, about: asked.id });
		return asked;
	});
}

async function tellCommittee(
	trx: Db,
	{ keys }: House,
	{ campaign, who, origin }: AidDesk,
	what: MessageKey,
): Promise<void> {
	await tellOrganisers(trx, keys, {
		campaigns: [campaign.id],
		roles: ["committee"],
		except: who.id,
		text: (t) => t(what),
		link: `${origin}/organise/campaigns/${campaign.slug}/fund/aid`,
	});
}

const acts: Readonly<Record<AidStep, Act>> = {
	approve: "aid.approved",
	pay: "aid.paid",
	receipt: "aid.evidence-given",
	contact: "aid.evidence-given",
	waive: "aid.waiver-asked",
	"agree-waiver": "aid.waiver-agreed",
	deliver: "aid.delivered",
	cancel: "aid.cancelled",
};

/** Takes one step with a request and records it, or does neither. */
export function actOnAid(app: House, { campaign, who }: AidDesk, id: string, event: AidEvent): Promise<AidChanged> {
	const at = { campaignId: campaign.id, id, who };
	return changeAid(app.db, vaultOf(app), at, event, async (trx, _aid, to) => {
		const figures = { state: to, ...("because" in event && { reason: event.because }), ...reasonOf(event) };
		await recordAct(trx, { actor: who.id, act: acts[event.step], campaignId: campaign.id, about: id, figures });
	});
}

function reasonOf(event: AidEvent): { reason?: string } {
	return event.step === "waive" ? { reason: event.reason } : {};
}

/** Opens what is sealed of a request, and writes down before it is shown who looked and why. */
export function lookAtAid(
	app: House,
	{ campaign, who }: AidDesk,
	id: string,
	reason: LookReason,
): Promise<OpenedAid | null> {
	return looked(app, { campaign, who }, id, reason, (trx, aid) => openAid(trx, vaultOf(app), aid));
}

/** The same of its receipt. */
export function lookAtReceipt(
	app: House,
	desk: Omit<AidDesk, "origin">,
	id: string,
	reason: LookReason,
): Promise<Buffer | null> {
	return looked(app, desk, id, reason, (trx, aid) => openReceipt(trx, vaultOf(app), aid));
}

function looked<Opened>(
	app: House,
	{ campaign, who }: Omit<AidDesk, "origin">,
	id: string,
	reason: LookReason,
	open: (trx: Db, aid: { id: string; beneficiary: string }) => Promise<Opened | null>,
): Promise<Opened | null> {
	return inTransaction(app.db, async (trx) => {
		const aid = await findAid(trx, campaign.id, id, who.id);
		const opened = aid ? await open(trx, aid) : null;
		if (opened !== null)
			await recordAct(trx, {
				actor: who.id,
				act: "aid.looked-at",
				campaignId: campaign.id,
				about: id,
				figures: { reason },
			});
		return opened;
	});
}

/** Writes by what the committee decides, records that somebody did and tells the committee: one person can raise the cap. */
export function changeAidRules(app: House, desk: AidDesk, rules: AidRules): Promise<boolean> {
	const { campaign, who } = desk;
	return inTransaction(app.db, async (trx) => {
		if (!(await saveAidRules(trx, campaign.id, rules))) return false;
		await tellCommittee(trx, app, desk, "organise.aid.mail.rules");
		await recordAct(trx, { actor: who.id, act: "aid.rules-changed", campaignId: campaign.id });
		return true;
	});
}
