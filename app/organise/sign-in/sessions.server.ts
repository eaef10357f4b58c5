import { sql } from "kysely";
import { fallbackLocale, isLocale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import { hashToken, newToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import type { Role } from "../access.ts";
import type { SignedIn } from "../signed-in.ts";

/** How long a session lasts (OWASP Session Management; ASVS 5.0 §7.3): the database's clock decides. */
export const lengths = { hours: 12, idleMinutes: 30, moderatorIdleMinutes: 120, stepUpMinutes: 10 };

/** What is sealed of an organiser. */
export interface OrganiserWords {
	/** As it was typed. */
	email: string;
	/** Empty until they have come in. */
	name: string;
}

/**
 * Begins a session with an identity of its own: none that a browser brought along ever becomes one.
 * @returns the token that the cookie carries; only its hash is kept
 */
export async function openSession(db: Db, organiserId: string): Promise<string> {
	const { token, hash } = newSessionToken();
	await db
		.insertInto("organiser_sessions")
		.values({
			token_hash: hash,
			organiser_id: organiserId,
			ends_at: sql<Date>`now() + make_interval(hours => ${lengths.hours})`,
			stepped_up_at: sql<Date>`now()`,
		})
		.execute();
	return token;
}

/** A new token of a session, and what is stored of it. */
export function newSessionToken(): { token: string; hash: Buffer } {
	const token = newToken();
	const hash = hashToken(token);
	if (!hash) throw new Error("a new token does not read as one");
	return { token, hash };
}

/** Alive: neither past its end nor idle. Who only moderates looks up more seldom, one hand on the phone. */
const alive = sql<boolean>`s.ends_at > now() and s.seen_at > now() - make_interval(mins =>
	case when exists (select from campaign_roles r where r.organiser_id = s.organiser_id)
		and not exists (select from campaign_roles r where r.organiser_id = s.organiser_id and r.role <> 'moderator')
	then ${lengths.moderatorIdleMinutes}::int else ${lengths.idleMinutes}::int end)`;

interface Row {
	id: string;
	session_id: string;
	locale: string;
	sealed: Buffer;
	sample: boolean;
	stepped_up: boolean;
	locked: boolean;
	campaigns: { id: number; slug: string; title: string; roles: Role[] }[];
}

/** Who a session's cookie stands for, in one statement; it notes that they were here, at most once a minute. */
export async function findSession(db: Db, keys: KeyRing, token: string): Promise<SignedIn | null> {
	const hash = hashToken(token);
	if (!hash) return null;
	const { rows } = await sql<Row>`
		with session as (
			select s.id as session_id, s.seen_at, o.id, o.locale, o.sealed, o.sample,
				coalesce(s.stepped_up_at > now() - make_interval(mins => ${lengths.stepUpMinutes}), false) as stepped_up
			from organiser_sessions s join organisers o on o.id = s.organiser_id
			where s.token_hash = ${hash} and o.state = 'active' and ${alive}
		), seen as (
			update organiser_sessions s set seen_at = now() from session
			where s.id = session.session_id and session.seen_at < now() - interval '1 minute'
		)
		select session.*, exists (select from site_locks where what = 'sessions') as locked, coalesce((
			select jsonb_agg(jsonb_build_object('id', c.id, 'slug', c.slug, 'title', coalesce(e.title, c.slug), 'roles', r.roles)
				order by c.id)
			from (select campaign_id, jsonb_agg(role) as roles from campaign_roles where organiser_id = session.id group by 1) r
			join campaigns c on c.id = r.campaign_id
			left join campaign_editions e on e.campaign_id = c.id and e.locale = session.locale
		), '[]') as campaigns
		from session`.execute(db);
	const [row] = rows;
	return row ? signedInAs(keys, row) : null;
}

function signedInAs(keys: KeyRing, row: Row): SignedIn {
	const { name } = open<OrganiserWords>(keys, `organisers/${row.id}`, row.sealed);
	return {
		id: row.id,
		sessionId: row.session_id,
		name,
		locale: isLocale(row.locale) ? row.locale : fallbackLocale,
		steppedUp: row.stepped_up,
		sample: row.sample,
		locked: row.locked,
		campaigns: new Map(
			row.campaigns.map((campaign) => [campaign.slug, { ...campaign, roles: new Set(campaign.roles) }]),
		),
	};
}

/** Ends one session by its token: signing out, or coming in anew. */
export async function endSession(db: Db, token: string): Promise<void> {
	const hash = hashToken(token);
	if (hash) await db.deleteFrom("organiser_sessions").where("token_hash", "=", hash).execute();
}

/**
 * Ends an organiser's sessions: all of them when they are disabled, one that they point at, all but this one.
 * @param which nothing for all
 */
export async function endSessions(
	db: Db,
	organiserId: string,
	which: { only?: string; except?: string } = {},
): Promise<void> {
	let ending = db.deleteFrom("organiser_sessions").where("organiser_id", "=", organiserId);
	if (which.only !== undefined) ending = ending.where(sql`id::text`, "=", which.only);
	if (which.except !== undefined) ending = ending.where("id", "!=", which.except);
	await ending.execute();
}

/** One session as its organiser sees it in a list: no address, no program. */
export interface OwnSession {
	id: string;
	begun: Date;
	seen: Date;
	/** The one that asks. */
	here: boolean;
}

/** An organiser's sessions that are alive, the newest first. */
export async function listSessions(db: Db, { id, sessionId }: SignedIn): Promise<OwnSession[]> {
	return db
		.selectFrom("organiser_sessions as s")
		.where("organiser_id", "=", id)
		.where(alive)
		.select(["id", "started_at as begun", "seen_at as seen", sql<boolean>`id = ${sessionId}`.as("here")])
		.orderBy("started_at", "desc")
		.execute();
}
