import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { localTime } from "../facts.server.ts";
import type { PicketKind } from "../facts.ts";
import { isShown } from "../picket.server.ts";
import { boxAround, type Point } from "./near.ts";

/** A picket on a line of the list. */
export interface PicketLine {
	slug: string;
	kind: PicketKind;
	sample: boolean;
	cancelled: boolean;
	title: string;
	language: string;
	organisation: string;
	startsLocal: string;
	endsLocal: string;
	zone: string;
	startsAt: Date;
	city: string;
	country: string;
	/** From the place that was asked for; null where none was. */
	km: number | null;
}

/** What narrows the list; a city by the name and country that pickets keep. */
export interface Narrowed {
	near?: Point;
	city?: { english: string; country: string };
	country?: string;
	language?: string;
	from?: string;
	to?: string;
}

/** Kilometres within which something is near. */
export const NEAR_KM = 100;
export const PER_PAGE = 30;
/** Where nothing is near: so many of what is nearest, looked for in ever wider circles of so many kilometres, then anywhere. */
const NEAREST = 5;
const WIDER_KM = [500, 2_500];

/**
 * A page of the pickets that have not ended, by their own clocks.
 * @param page from 1
 * @returns one more than a page where there are more
 */
export async function listPickets(db: Db, narrowed: Narrowed, now: Date, page: number): Promise<PicketLine[]> {
	return pageQuery(db, narrowed, now, page).execute();
}

/** What `listPickets` asks Postgres: to be explained as well as executed. */
export function pageQuery(db: Db, narrowed: Narrowed, now: Date, page: number) {
	return lines(db, narrowed, now)
		.orderBy("p.starts_local")
		.orderBy("p.id")
		.offset((page - 1) * PER_PAGE)
		.limit(PER_PAGE + 1);
}

/** How many there are of what was asked for. */
export async function countPickets(db: Db, narrowed: Narrowed, now: Date): Promise<number> {
	const { count } = await toCome(db, narrowed, now)
		.select(sql<number>`count(*)::int`.as("count"))
		.executeTakeFirstOrThrow();
	return count;
}

/** The nearest ones of all, for who asks where there is none. */
export async function nearestPickets(db: Db, near: Point, now: Date): Promise<PicketLine[]> {
	const nearest = (km?: number) =>
		lines(db, km ? { near } : {}, now, near, km)
			.where("p.latitude", "is not", null)
			.orderBy("km")
			.limit(NEAREST)
			.execute();
	for (const km of WIDER_KM) {
		const found = await nearest(km);
		if (found.length === NEAREST) return found;
	}
	return nearest();
}

/** Where there are pickets to come, the most first: for the counts by country and for the map. */
export async function citiesWithPickets(db: Db, now: Date) {
	return toCome(db, {}, now)
		.groupBy(["p.country", "p.city"])
		.orderBy(sql`count(*)`, "desc")
		.orderBy("p.country")
		.orderBy("p.city")
		.select(["p.country", "p.city", sql<number>`count(*) filter (where p.state = 'listed')::int`.as("count")])
		.execute();
}

/** The languages of hosts who have pickets to come. */
export async function languagesWithPickets(db: Db, now: Date): Promise<string[]> {
	const rows = await toCome(db, {}, now).groupBy("p.locale").orderBy("p.locale").select("p.locale").execute();
	return rows.map(({ locale }) => locale);
}

function toCome(db: Db, { near, city, country, language, from, to }: Narrowed, now: Date, km = NEAR_KM) {
	const box = near && boxAround(near, km);
	return db
		.selectFrom("pickets as p")
		.where(isShown)
		.where("p.ends_at", ">", now)
		.$if(box !== undefined, (q) =>
			q
				// From anywhere is near nowhere.
				.where("p.kind", "<>", "online")
				.where("p.latitude", ">=", box?.latitude[0] ?? 0)
				.where("p.latitude", "<=", box?.latitude[1] ?? 0)
				.where(near ? sql<boolean>`${kmFrom(near)} <= ${km}` : sql<boolean>`true`),
		)
		.$if(Boolean(box?.longitude), (q) =>
			q.where("p.longitude", ">=", box?.longitude?.[0] ?? 0).where("p.longitude", "<=", box?.longitude?.[1] ?? 0),
		)
		.$if(city !== undefined, (q) =>
			q.where("p.city", "=", city?.english ?? "").where("p.country", "=", city?.country ?? ""),
		)
		.$if(country !== undefined, (q) => q.where("p.country", "=", country ?? ""))
		.$if(language !== undefined, (q) => q.where("p.locale", "=", language ?? ""))
		.$if(from !== undefined, (q) => q.where(sql<boolean>`p.ends_local >= ${from}::date`))
		.$if(to !== undefined, (q) => q.where(sql<boolean>`p.starts_local < ${to}::date + 1`));
}

function lines(db: Db, narrowed: Narrowed, now: Date, from = narrowed.near, km = NEAR_KM) {
	return toCome(db, narrowed, now, km).select([
		"p.slug",
		sql<PicketKind>`p.kind`.as("kind"),
		"p.sample",
		sql<boolean>`p.state = 'cancelled'`.as("cancelled"),
		"p.title",
		"p.locale as language",
		"p.organisation",
		localTime("p.starts_local").as("startsLocal"),
		localTime("p.ends_local").as("endsLocal"),
		"p.zone",
		"p.starts_at as startsAt",
		"p.city",
		"p.country",
		(from ? sql<number | null>`round(${kmFrom(from)})::int` : sql<number | null>`null::int`).as("km"),
	]);
}

// Where not all may know the place, distances from many towns must not add up to it.
const latitudeShown = sql`case when p.address_level = 'public' then p.latitude else round(p.latitude::numeric, 1)::float8 end`;
const longitudeShown = sql`case when p.address_level = 'public' then p.longitude else round(p.longitude::numeric, 1)::float8 end`;

/** Kilometres to a picket as the crow flies (haversine; the mean radius of the earth). */
function kmFrom({ latitude, longitude }: Point) {
	return sql<number>`(12742.0176 * asin(least(1, sqrt(
		power(sin(radians(${latitudeShown} - ${latitude}::float8) / 2), 2)
		+ cos(radians(${latitude}::float8)) * cos(radians(${latitudeShown}))
			* power(sin(radians(${longitudeShown} - ${longitude}::float8) / 2), 2)))))`;
}
