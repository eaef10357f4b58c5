import { sql } from "kysely";
import type { MessageKey } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import type { Role } from "../access.ts";
import { actionOf, isAction } from "../approvals/actions.server.ts";
import { mayAgree } from "../approvals/may.ts";
import { staleSince } from "../editing/stale.ts";
import { textsOf } from "../editing/standings.server.ts";
import { listRecoveries } from "../sign-in/break-glass.server.ts";
import type { OwnCampaign, SignedIn } from "../signed-in.ts";
import { needs, stale } from "./needs.ts";

/** A line of the desk: what, how much, and where it is looked at. */
export interface NeedLine {
	label: MessageKey;
	n: number;
	href: string;
	/** The campaign's slug; null for what concerns the whole site. */
	campaign: string | null;
}

/**
 * What needs an organiser now, the most urgent first: of the whole site, then of their campaigns. One statement counts what
 * can be counted; what waits for a second person and what a translation misses are looked at beside it.
 * @param only one campaign
 */
export async function needsOf(db: Db, keys: KeyRing, organiser: SignedIn, only?: OwnCampaign): Promise<NeedLine[]> {
	const campaigns = only ? [only] : [...organiser.campaigns.values()];
	const [counted, approvals, locks, texts, recoveries] = await Promise.all([
		countNeeds(db, campaigns),
		approvalsFor(db, organiser),
		lockLines(db),
		staleTexts(db, campaigns),
		recoveryLines(db, keys, organiser),
	]);
	return [...recoveries, ...locks, ...approvals, ...counted, ...texts];
}

/** The one statement, of what is this organiser's to look at. */
async function countNeeds(db: Db, campaigns: readonly OwnCampaign[]): Promise<NeedLine[]> {
	const parts = needs.flatMap(({ roles, found }, index) => {
		const theirs = campaigns.filter((campaign) => hasOne(campaign, roles)).map(({ id }) => id);
		return theirs.length > 0 ? [sql`select ${index}::int as need, campaign_id, n from (${found(theirs)}) x`] : [];
	});
	if (parts.length === 0) return [];
	const { rows } = await sql<{ need: number; campaign_id: number; n: number }>`
		${sql.join(parts, sql` union all `)} order by need, campaign_id`.execute(db);
	return rows.flatMap(({ need, campaign_id, n }) => {
		const row = needs[need];
		const slug = campaigns.find(({ id }) => id === campaign_id)?.slug;
		return row && slug ? [{ label: row.label, n, href: row.href(homeOf(slug)), campaign: slug }] : [];
	});
}

/** What waits for this very person to agree. */
async function approvalsFor(db: Db, organiser: SignedIn): Promise<NeedLine[]> {
	const rows = await db
		.selectFrom("approvals as a")
		.leftJoin("campaigns as c", "c.id", "a.campaign_id")
		.where("a.state", "=", "asked")
		.where("a.expires_at", ">", sql<Date>`now()`)
		.select(["a.action", "a.asked_by as askedBy", "c.slug as campaign"])
		.execute();
	const n = rows.filter(
		({ action, askedBy, campaign }) =>
			isAction(action) && mayAgree(actionOf(action), organiser, { campaign, askedBy, state: "asked" }),
	).length;
	return n > 0 ? [{ label: "organise.need.approvals", n, href: "/organise/approvals", campaign: null }] : [];
}

/** Who is being let back in without what only they know: anybody may stop it. */
async function recoveryLines(db: Db, keys: KeyRing, organiser: SignedIn): Promise<NeedLine[]> {
	const { length: n } = await listRecoveries(db, keys, organiser);
	return n > 0 ? [{ label: "organise.need.recovery", n, href: "/organise/me", campaign: null }] : [];
}

async function lockLines(db: Db): Promise<NeedLine[]> {
	const rows = await db.selectFrom("site_locks").orderBy("what").select("what").execute();
	return rows.map(({ what }) => ({
		label: what === "mail" ? "organise.need.lock-mail" : "organise.need.lock-sessions",
		n: 1,
		href: "/organise/lock",
		campaign: null,
	}));
}

/** Translations whose source has changed since; only documents whose source has been saved again are read. */
async function staleTexts(db: Db, campaigns: readonly OwnCampaign[]): Promise<NeedLine[]> {
	const theirs = campaigns.filter((campaign) => hasOne(campaign, stale.roles));
	const ids = theirs.map(({ id }) => id);
	const found = new Map<number, number>();
	for (const { id, path } of await savedAgain(db, ids)) {
		const [text] = await textsOf(db, id, path);
		const n = text ? [...text.standings.keys()].filter((locale) => staleSince(text.standings, locale)).length : 0;
		found.set(id, (found.get(id) ?? 0) + n);
	}
	return theirs.flatMap(({ id, slug }) => {
		const n = found.get(id) ?? 0;
		return n > 0 ? [{ label: stale.label, n, href: stale.href(homeOf(slug)), campaign: slug }] : [];
	});
}

/** Documents that are looked at: beyond them the desk's number is of these alone. */
const MOST_TEXTS = 50;

/** Documents with a translation whose source has a newer version than the one that it says; no words are read. */
async function savedAgain(db: Db, campaignIds: readonly number[]): Promise<{ id: number; path: string }[]> {
	if (campaignIds.length === 0) return [];
	const { rows } = await sql<{ id: number; path: string }>`
		select distinct t.campaign_id as id, t.path
		from texts t
		join lateral (
			select distinct on (v.locale) v.from_id from text_versions v
			where v.text_id = t.id order by v.locale, v.number desc) l on l.from_id is not null
		join text_versions f on f.id = l.from_id
		where t.campaign_id = any (${[...campaignIds]}::int[]) and t.removed_at is null and exists (
			select from text_versions n where n.text_id = t.id and n.locale = f.locale and n.number > f.number)
		order by 1, 2 limit ${MOST_TEXTS}`.execute(db);
	return rows;
}

function hasOne({ roles }: OwnCampaign, wanted: readonly Role[]): boolean {
	return wanted.some((role) => roles.has(role));
}

function homeOf(slug: string): string {
	return `/organise/campaigns/${slug}`;
}
