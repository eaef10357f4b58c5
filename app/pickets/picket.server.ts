import { type RawBuilder, sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { localTime } from "./facts.server.ts";
import type { Access, AddressLevel, Authorities, PicketKind } from "./facts.ts";
import type { ShownProposal } from "./proposal.ts";

/** A picket as everybody may see it. What is not public of it is not read at all. */
export interface PublicPicket {
	id: string;
	slug: string;
	kind: PicketKind;
	sample: boolean;
	cancelled: boolean;
	title: string;
	description: string;
	organisation: string;
	/** Of these words (BCP 47). */
	language: string;
	/** `YYYY-MM-DDTHH:MM` by the clocks of `zone`. */
	startsLocal: string;
	endsLocal: string;
	zone: string;
	startsAt: Date;
	endsAt: Date;
	/** By its English name. */
	city: string;
	country: string;
	addressLevel: AddressLevel;
	/** Names of an embassy or a company by language; null where there is none or not all may know. */
	place: Partial<Record<Locale, string>> | null;
	meetingPoint: string | null;
	onlineUrl: string | null;
	/** Where exactly, only where all may know. */
	latitude: number | null;
	longitude: number | null;
	authorities: Authorities;
	authoritiesTold: string;
	authoritiesToldOn: string | null;
	access: Access;
	capacity: number | null;
	sequence: number;
	updatedAt: Date;
	/** `YYYY-MM-DD`. */
	createdOn: string;
	campaignId: number;
}

/** Listed now, or listed once and called off. As the partial indexes have it, word for word. */
export const isShown = sql<boolean>`p.listed_at is not null and p.state in ('listed', 'cancelled')`;
const isPublic = sql<boolean>`p.address_level = 'public'`;
const ifPublic = <T>(value: RawBuilder<unknown>) => sql<T | null>`case when ${isPublic} then ${value} end`;

/** The pickets that are shown, with all that may be shown of them. */
export function publicPickets(db: Db) {
	return readPickets(db).where(isShown);
}

/** A picket for whoever has its secret link, once its host has verified it and until it is refused. */
export async function findUnlisted(db: Db, token: string): Promise<PublicPicket | undefined> {
	const hash = hashToken(token);
	if (!hash) return undefined;
	return readPickets(db)
		.where("p.secret_hash", "=", hash)
		.where("p.state", "in", ["waiting", "listed", "unlisted", "cancelled"])
		.executeTakeFirst();
}

function readPickets(db: Db) {
	return db
		.selectFrom("pickets as p")
		.leftJoin("places as l", "l.id", "p.place_id")
		.select([
			"p.id",
			"p.slug",
			sql<PicketKind>`p.kind`.as("kind"),
			"p.sample",
			sql<boolean>`p.state = 'cancelled'`.as("cancelled"),
			"p.title",
			"p.description",
			"p.organisation",
			"p.locale as language",
			localTime("p.starts_local").as("startsLocal"),
			localTime("p.ends_local").as("endsLocal"),
			"p.zone",
			"p.starts_at as startsAt",
			"p.ends_at as endsAt",
			"p.city",
			"p.country",
			sql<AddressLevel>`p.address_level`.as("addressLevel"),
			ifPublic<Partial<Record<Locale, string>>>(sql`l.names`).as("place"),
			ifPublic<string>(sql`p.meeting_point`).as("meetingPoint"),
			ifPublic<string>(sql`p.online_url`).as("onlineUrl"),
			ifPublic<number>(sql`p.latitude`).as("latitude"),
			ifPublic<number>(sql`p.longitude`).as("longitude"),
			sql<Authorities>`p.authorities`.as("authorities"),
			"p.authorities_told as authoritiesTold",
			sql<string | null>`p.authorities_told_on::text`.as("authoritiesToldOn"),
			sql<Access>`p.access`.as("access"),
			"p.capacity",
			"p.sequence",
			"p.updated_at as updatedAt",
			sql<string>`p.created_on::text`.as("createdOn"),
			"p.campaign_id as campaignId",
		]);
}

/** One picket that is shown, by its slug. */
export async function findPicket(db: Db, slug: string): Promise<PublicPicket | undefined> {
	return publicPickets(db).where("p.slug", "=", slug).executeTakeFirst();
}

/** What of a proposed change all may read, and when it was proposed; undefined where none waits. */
export async function proposalOf(
	db: Db,
	picketId: string,
): Promise<{ shown: ShownProposal; proposedAt: Date } | undefined> {
	return db
		.selectFrom("picket_proposals")
		.where("picket_id", "=", picketId)
		.select([sql<ShownProposal>`shown`.as("shown"), "proposed_at as proposedAt"])
		.executeTakeFirst();
}

/** How many of a campaign are to come: what has been called off is not counted. */
export async function countToCome(db: Db, campaignId: number, now: Date): Promise<number> {
	const { count } = await db
		.selectFrom("pickets as p")
		.where(isShown)
		.where("p.state", "=", "listed")
		.where("p.campaign_id", "=", campaignId)
		.where("p.ends_at", ">", now)
		.select(sql<number>`count(*)::int`.as("count"))
		.executeTakeFirstOrThrow();
	return count;
}

/** The pickets that others may find: listed, and not over for longer than a month. */
export async function findablePickets(db: Db, now: Date): Promise<{ slug: string; changed: string }[]> {
	const since = new Date(now.getTime() - 31 * 86_400_000);
	return db
		.selectFrom("pickets as p")
		.where(isShown)
		.where("p.ends_at", ">", since)
		.orderBy("p.starts_at")
		.orderBy("p.id")
		.limit(5_000)
		.select(["p.slug", sql<string>`to_char(p.updated_at, 'YYYY-MM-DD')`.as("changed")])
		.execute();
}
