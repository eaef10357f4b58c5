import { sql } from "kysely";
import type { App } from "#app/context.ts";
import { countAudience, mailingPlot, mailingProgress } from "#app/mailings/sending/mailing.server.ts";
import { countLeftOut } from "#app/mailings/writing/left-out.server.ts";
import { updatesLately } from "#app/mailings/writing/list.server.ts";
import { lookOver } from "#app/mailings/writing/look-over.server.ts";
import { type DeskMailing, findMailing } from "#app/mailings/writing/mailing-row.server.ts";
import { shown } from "#app/mailings/writing/shown.server.ts";
import type { Db } from "#db/client.ts";
import { zoneOf } from "../editing/texts-list.server.ts";
import type { OwnCampaign } from "../signed-in.ts";
import { standingsOf } from "./standings.server.ts";

const DAY_MS = 86_400_000;

/** What is said of a mailing before it is sent: what was found, and who would get it. */
export async function readDraft({ db, settings }: Pick<App, "db" | "settings">, mailing: DeskMailing, at: At) {
	const { campaign, origin } = at;
	const { kind, audience, update } = mailing;
	const standings = update ? await standingsOf(db, campaign.id, update.path) : [];
	const most = settings.MAIL_MAX_UPDATES;
	const [findings, audienceCount, leftOut, lately, asked] = await Promise.all([
		lookOver(db, campaign, mailing, { origin, standings }),
		countAudience(db, { campaignId: campaign.id, kind, audience }, most),
		countLeftOut(db, mailing),
		updatesLately(db, campaign.id),
		isAsked(db, campaign.id, subjectOf(mailing)),
	]);
	return { findings, audience: audienceCount, leftOut, lately, most, asked };
}

interface At {
	campaign: OwnCampaign;
	/** Of the site. */
	origin: string;
}

/** What two people agree to: this mailing, word for word. */
export function subjectOf({ id, digest }: Pick<DeskMailing, "id" | "digest">): string {
	return `${id}/${digest}`;
}

async function isAsked(db: Db, campaignId: number, subject: string): Promise<boolean> {
	const row = await db
		.selectFrom("approvals")
		.where("action", "=", "mailing.send")
		.where("campaign_id", "=", campaignId)
		.where("subject", "=", subject)
		.where(sql<boolean>`state in ('asked', 'agreed')`)
		.select("id")
		.executeTakeFirst();
	return row !== undefined;
}

/** Everything that the page of one mailing shows; undefined where the campaign has none of that number. */
export async function readMailing(app: Pick<App, "db" | "settings">, id: number, at: At) {
	const { db } = app;
	const mailing = await findMailing(db, at.campaign.id, id);
	if (!mailing) return undefined;
	const { renditions, digest: _, cleared: __, campaignId: ___, ...facts } = mailing;
	const [zone, draft, going] = await Promise.all([
		zoneOf(db, at.campaign.id),
		mailing.status === "draft" ? readDraft(app, mailing, at) : null,
		mailing.status === "draft" ? null : readGoing(db, id),
	]);
	const mails = renditions.map(({ locale, subject, preheader, ...words }) => {
		const { text } = shown({ locale, ...words }, at.origin);
		return { locale, subject, preheader, text };
	});
	return { ...facts, mails, zone, draft, going };
}

/** What the page shows on which a mailing is sent; undefined where there is no draft of that number. */
export async function readToSend(app: Pick<App, "db" | "settings">, id: number, at: At) {
	const found = await findMailing(app.db, at.campaign.id, id);
	if (found?.status !== "draft") return undefined;
	const [zone, draft] = await Promise.all([zoneOf(app.db, at.campaign.id), readDraft(app, found, at)]);
	const { digest, startsAt, spreadMinutes, renditions } = found;
	const subjects = renditions.map(({ locale, subject }) => ({ locale, subject }));
	return { zone, draft, mailing: { digest, startsAt, spreadMinutes, subjects } };
}

/** How a mailing goes, and how it went: by the hour in its first three days, by the day afterwards. */
async function readGoing(db: Db, id: number) {
	const [progress, hours] = await Promise.all([mailingProgress(db, id), mailingPlot(db, id, "hour")]);
	const [first, last] = [hours[0]?.at.getTime() ?? 0, hours.at(-1)?.at.getTime() ?? 0];
	const short = last - first <= 3 * DAY_MS;
	const plot = short ? hours : await mailingPlot(db, id, "day");
	return { progress, by: short ? ("hour" as const) : ("day" as const), plot };
}

/** The page of a mailing, as its loader gives it. */
export type MailingPage = NonNullable<Awaited<ReturnType<typeof readMailing>>>;
