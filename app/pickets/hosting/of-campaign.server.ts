import { sql } from "kysely";
import { openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { attendanceOf } from "../attendance.server.ts";
import { localTime } from "../facts.server.ts";
import type { PicketState } from "../transition.ts";
import { type SealedHost, secretPath } from "./host.server.ts";
import { trustedAmong } from "./trust.server.ts";

/** How many a page has. */
const PER_PAGE = 50;

/** A picket in the desk's list: nothing of its people but numbers. */
export interface OfCampaign {
	id: string;
	title: string;
	/** Of the title (BCP 47). */
	language: string;
	state: Exclude<PicketState, "unverified">;
	/** `YYYY-MM-DD`, by its own clocks. */
	day: string;
	city: string;
	country: string;
	/** People who say that they come. */
	people: number;
	/** Its public page or its secret one, the address after the language; null where it is on none. */
	path: string | null;
	/** Null where its host's address is kept no more. */
	trusted: boolean | null;
}

/**
 * A campaign's pickets that a host has verified: first those to come, the soonest on top, then those that are over.
 * @param page from 1
 */
export async function picketsOfCampaign(
	db: Db,
	keys: KeyRing,
	campaignId: number,
	page: number,
): Promise<{ pickets: OfCampaign[]; more: boolean }> {
	const rows = await db
		.selectFrom("pickets as p")
		.leftJoin("picket_hosts as h", (join) =>
			join.onRef("h.picket_id", "=", "p.id").on("h.role", "=", "host").on("h.state", "=", "active"),
		)
		.where("p.campaign_id", "=", campaignId)
		.where("p.state", "<>", "unverified")
		.orderBy(sql`p.ends_at > now()`, "desc")
		.orderBy(sql`abs(extract(epoch from p.starts_at - now()))`)
		.orderBy("p.id")
		.limit(PER_PAGE + 1)
		.offset((page - 1) * PER_PAGE)
		.select(["p.id", "p.title", "p.locale as language", "p.city", "p.country", "p.slug", "p.key_sealed as keySealed"])
		.select(["p.listed_at as listedAt", "h.id as hostId", "h.sealed"])
		.select(sql<OfCampaign["state"]>`p.state`.as("state"))
		.select(localTime("p.starts_local").as("starts"))
		.execute();
	const shown = rows.slice(0, PER_PAGE);
	const emails = new Map(
		shown.flatMap(({ id, hostId, sealed }) =>
			hostId && sealed ? [[id, open<SealedHost>(keys, `picket_hosts/${hostId}`, sealed).email] as const] : [],
		),
	);
	const [trusted, people] = await Promise.all([
		trustedAmong(db, keys, campaignId, [...emails.values()]),
		attendanceOf(
			db,
			shown.map(({ id }) => id),
		),
	]);
	const pickets = shown.map(({ keySealed, listedAt, slug, starts, hostId, sealed, ...row }): OfCampaign => {
		const isPublic = row.state === "listed" || (row.state === "cancelled" && listedAt !== null);
		const key = keySealed && openFingerprintKey(keys, `pickets/${row.id}`, keySealed);
		const secret = key && row.state !== "rejected" ? secretPath({ picket: row, key }) : null;
		const { withAddress = 0, without = 0 } = people.get(row.id) ?? {};
		const email = emails.get(row.id);
		return {
			...row,
			day: starts.slice(0, 10),
			people: withAddress + without,
			path: isPublic ? `/pickets/${slug}` : secret,
			trusted: email === undefined ? null : trusted.has(email),
		};
	});
	return { pickets, more: rows.length > PER_PAGE };
}
