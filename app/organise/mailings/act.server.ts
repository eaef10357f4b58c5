import { sql } from "kysely";
import type { App } from "#app/context.ts";
import {
	cancelMailing,
	type DeliveryFound,
	deliveryOf,
	pauseMailing,
	resumeMailing,
	sendUnknownAgain,
} from "#app/mailings/sending/mailing.server.ts";
import { type Made, makeUpdateMailing, redraw } from "#app/mailings/writing/draw.server.ts";
import { findMailing } from "#app/mailings/writing/mailing-row.server.ts";
import { type Plan, savePlan } from "#app/mailings/writing/plan.server.ts";
import { promiseTest } from "#app/mailings/writing/test-mail.server.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { Act } from "../audit/acts.ts";
import { recordAct } from "../audit/record.server.ts";
import type { OrganiserWords } from "../sign-in/sessions.server.ts";
import type { OwnCampaign } from "../signed-in.ts";

/** Who does something, and in which campaign. */
export interface By {
	actor: string;
	campaign: OwnCampaign;
	/** Of the site, for links. */
	origin: string;
}

/** Test mails that one organiser gets in a day. */
const TESTS_A_DAY = 20;
/** Addresses that one organiser looks up in a day, in all campaigns together. */
const LOOKS_A_DAY = 20;

/** What came of it; `gone` when there is no such mailing, `too-late` when it is not in a state for that any more. */
export type Came = "done" | "gone" | "too-late";

/** Makes the mail of a published update, once. */
export function makeMailing({ db }: App, { actor, campaign, origin }: By, number: number): Promise<Made> {
	return inTransaction(db, async (trx) => {
		const made = await makeUpdateMailing(trx, campaign, number, origin);
		if (made.state === "made")
			await recordAct(trx, {
				actor,
				act: "mailing.made",
				campaignId: campaign.id,
				about: String(made.id),
				figures: { update: number },
			});
		return made;
	});
}

/** Takes the words of an update's page as they now stand. */
export function redrawMailing(app: App, by: By, id: number): Promise<Came> {
	return act(app.db, by, id, "mailing.redrawn", async (trx, mailing) => redraw(trx, by.campaign, mailing, by.origin));
}

/** Says whom a mailing is for, and when it goes. */
export function planMailing(app: App, by: By, id: number, plan: Plan): Promise<Came> {
	return act(app.db, by, id, "mailing.planned", (trx) => savePlan(trx, by.campaign.id, id, plan), {
		spread: plan.spreadMinutes,
	});
}

const verbs = {
	pause: { act: "mailing.paused", does: pauseMailing },
	resume: { act: "mailing.resumed", does: resumeMailing },
	cancel: { act: "mailing.cancelled", does: cancelMailing },
	again: { act: "mailing.sent-again", does: async (trx: Db, id: number) => (await sendUnknownAgain(trx, id)) > 0 },
} as const satisfies Record<string, { act: Act; does(trx: Db, id: number): Promise<boolean> }>;
export type Verb = keyof typeof verbs;

/** Stops a mailing, goes on with it, ends it, or sends again what nobody knows whether it arrived. */
export function steerMailing(app: App, by: By, id: number, verb: Verb): Promise<Came> {
	const { act: name, does } = verbs[verb];
	return act(app.db, by, id, name, (trx) => does(trx, id));
}

/**
 * Sends a mailing to the organiser who asks, in every language, as it will arrive.
 * @returns `enough` when they have had as many tests in a day as anybody gets
 */
export async function testMailing(app: App, by: By, id: number): Promise<Came | "enough"> {
	const { db, keys } = app;
	const tested = await inTransaction(db, async (trx) => {
		// Who presses twice waits here.
		const organiser = await trx
			.selectFrom("organisers")
			.where("id", "=", by.actor)
			.select("sealed")
			.forUpdate()
			.executeTakeFirstOrThrow();
		const mailing = await findMailing(trx, by.campaign.id, id);
		if (!mailing) return "gone";
		const { rows } = await sql<{ n: number }>`
			select count(*)::int as n from audit_log
			where actor = ${by.actor} and act = 'mailing.tested' and campaign_id = ${by.campaign.id}
				and at > now() - interval '1 day'`.execute(trx);
		if ((rows[0]?.n ?? 0) >= TESTS_A_DAY) return "enough";
		const { email: to } = open<OrganiserWords>(keys, `organisers/${by.actor}`, organiser.sealed);
		for (const rendition of mailing.renditions) await promiseTest(trx, keys, rendition, { to, origin: by.origin });
		await record(trx, by, id, "mailing.tested");
		return "done";
	});
	app.wakeMailer();
	return tested;
}

/**
 * What became of a mailing's mail to an exact address. That somebody looked is recorded, and for whom is not. Whoever is
 * not in the mailing is answered for alike, subscribed or not: a list of addresses is not to be tried.
 * @returns `enough-looks` when they have looked as often in a day as anybody may
 */
export function lookUp(
	{ db, keys }: App,
	by: By,
	id: number,
	address: string,
): Promise<DeliveryFound | "not-in-it" | "gone" | "enough-looks"> {
	return inTransaction(db, async (trx) => {
		// Who asks twice at once waits here.
		await trx.selectFrom("organisers").where("id", "=", by.actor).select("id").forUpdate().execute();
		if (!(await findMailing(trx, by.campaign.id, id))) return "gone";
		const { rows } = await sql<{ n: number }>`
			select count(*)::int as n from audit_log
			where actor = ${by.actor} and act = 'mailing.looked-up' and at > now() - interval '1 day'`.execute(trx);
		if ((rows[0]?.n ?? 0) >= LOOKS_A_DAY) return "enough-looks";
		const found = await deliveryOf(trx, keys, id, address);
		await record(trx, by, id, "mailing.looked-up");
		return found === "not-subscribed" ? "not-in-it" : found;
	});
}

type Mailing = NonNullable<Awaited<ReturnType<typeof findMailing>>>;

/** Does something with a mailing of the campaign and records it, or does neither. */
function act(
	db: Db,
	by: By,
	id: number,
	name: Act,
	does: (trx: Db, mailing: Mailing) => Promise<boolean>,
	figures: Readonly<Record<string, number>> = {},
): Promise<Came> {
	return inTransaction(db, async (trx) => {
		const mailing = await findMailing(trx, by.campaign.id, id);
		if (!mailing) return "gone";
		if (!(await does(trx, mailing))) return "too-late";
		await record(trx, by, id, name, figures);
		return "done";
	});
}

function record(
	trx: Db,
	{ actor, campaign }: By,
	id: number,
	name: Act,
	figures: Readonly<Record<string, number>> = {},
): Promise<void> {
	return recordAct(trx, { actor, act: name, campaignId: campaign.id, about: String(id), figures });
}
