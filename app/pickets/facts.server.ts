import { type RawBuilder, sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Overlap } from "#app/web/wall-time.ts";
import type { Db } from "#db/client.ts";
import type { Access, AddressLevel, Authorities, PicketFacts, PicketKind } from "./facts.ts";
import type { PicketState } from "./transition.ts";
import { openWhere, whereColumns } from "./where.server.ts";

/** A picket with all that its host has said of it: for the host, the desk and the worker, never for a page. */
export interface WholePicket {
	id: string;
	campaignId: number;
	slug: string;
	kind: PicketKind;
	state: PicketState;
	sample: boolean;
	sequence: number;
	startsAt: Date;
	endsAt: Date;
	listedAt: Date | null;
	/** Its clocks no longer show its times once: only its host can say what is meant. */
	unclear: boolean;
	facts: PicketFacts;
}

/** A column of local times as `YYYY-MM-DDTHH:MM`: pg would read it in the zone of the process. */
export function localTime(column: string): RawBuilder<string> {
	return sql<string>`to_char(${sql.ref(column)}, 'YYYY-MM-DD"T"HH24:MI')`;
}

/** Reads a picket whole; `lock` holds its row until the end of the transaction. */
export async function findWhole(db: Db, keys: KeyRing, id: string, lock = false): Promise<WholePicket | undefined> {
	const row = await db
		.selectFrom("pickets")
		.where("id", "=", id)
		.selectAll()
		.select([localTime("starts_local").as("starts"), localTime("ends_local").as("ends")])
		.$if(lock, (q) => q.forUpdate())
		.executeTakeFirst();
	if (!row) return undefined;
	return {
		id,
		campaignId: row.campaign_id,
		slug: row.slug,
		kind: row.kind as PicketKind,
		state: row.state as PicketState,
		sample: row.sample,
		sequence: row.sequence,
		startsAt: row.starts_at,
		endsAt: row.ends_at,
		listedAt: row.listed_at,
		unclear: row.unclear,
		facts: {
			title: row.title,
			description: row.description,
			organisation: row.organisation,
			language: row.locale,
			startsLocal: row.starts,
			endsLocal: row.ends,
			zone: row.zone,
			overlap: row.overlap as Overlap | null,
			placeId: row.place_id,
			city: row.city,
			country: row.country,
			latitude: row.latitude,
			longitude: row.longitude,
			addressLevel: row.address_level as AddressLevel,
			...openWhere(keys, id, row),
			authorities: row.authorities as Authorities,
			authoritiesTold: row.authorities_told,
			authoritiesToldOn: row.authorities_told_on,
			access: row.access as Access,
			capacity: row.capacity,
		},
	};
}

/** The columns of what a host says; the instants come from `instantsOf`. */
export function factColumns(keys: KeyRing, id: string, facts: PicketFacts, at: { startsAt: Date; endsAt: Date }) {
	return {
		locale: facts.language,
		title: facts.title,
		description: facts.description,
		organisation: facts.organisation,
		starts_local: facts.startsLocal,
		ends_local: facts.endsLocal,
		zone: facts.zone,
		overlap: facts.overlap,
		starts_at: at.startsAt,
		ends_at: at.endsAt,
		place_id: facts.placeId,
		city: facts.city,
		country: facts.country,
		latitude: facts.latitude,
		longitude: facts.longitude,
		address_level: facts.addressLevel,
		...whereColumns(keys, id, facts.addressLevel, facts),
		authorities: facts.authorities,
		authorities_told: facts.authoritiesTold,
		authorities_told_on: facts.authoritiesToldOn,
		access: JSON.stringify(facts.access),
		capacity: facts.capacity,
	};
}
