import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { type Endorsement, readEndorsements } from "./endorsement.server.ts";
import type { OrganisationKind } from "./organisation.ts";
import type { EndorsementState } from "./transition.ts";

/** How many a page of the desk has, and a choice at most. */
const PER_PAGE = 50;
const MOST_CHOICES = 500;

/** An endorsement in the desk's list: nothing of its contact. */
export interface Listed {
	id: string;
	name: string;
	kind: OrganisationKind;
	country: string;
	members: number | null;
	nameWithheld: boolean;
	sample: boolean;
	state: Exclude<EndorsementState, "unverified">;
	meetingOn: string | null;
	adoptedOn: string | null;
	/** Hours that an adopted motion has waited to be checked. */
	waitsHours: number | null;
}

/** A campaign's endorsements that somebody has verified: first those to check, the oldest on top. @param page from 1 */
export async function endorsementsOf(
	db: Db,
	campaignId: number,
	page: number,
): Promise<{ endorsements: Listed[]; more: boolean }> {
	const { rows } = await sql<Listed>`
		select e.id, o.name, o.kind, o.country, o.members, o.name_withheld as "nameWithheld", o.sample, e.state,
			e.meeting_on::text as "meetingOn", e.adopted_on::text as "adoptedOn",
			floor(extract(epoch from now() - e.to_check_since) / 3600)::int as "waitsHours"
		from endorsements e join organisations o on o.id = e.organisation_id
		where o.campaign_id = ${campaignId} and e.state <> 'unverified' and e.merged_into is null
		order by array_position(array['adopted', 'checked', 'meeting', 'interested', 'shown', 'refused', 'withdrawn'], e.state),
			e.to_check_since, e.meeting_on, lower(o.name), e.id
		limit ${PER_PAGE + 1} offset ${(page - 1) * PER_PAGE}`.execute(db);
	return { endorsements: rows.slice(0, PER_PAGE), more: rows.length > PER_PAGE };
}

/** One endorsement of a campaign that somebody has verified, as the desk reads it; undefined when there is none. */
export async function endorsementForDesk(
	db: Db,
	keys: KeyRing,
	campaignId: number,
	id: string,
): Promise<Endorsement | undefined> {
	const [found] = await readEndorsements(
		db,
		keys,
		sql`e.id = ${id} and c.id = ${campaignId} and e.state <> 'unverified'`,
	);
	return found;
}

/** What an endorsement can be put below, and what it can be the same as, those of its own name first. */
export async function placesFor(db: Db, { id, organisation, petition, campaign }: Endorsement) {
	const { rows } = await sql<{ organisationId: string; endorsementId: string | null; name: string; same: boolean }>`
		select o.id as "organisationId", e.id as "endorsementId", o.name, lower(o.name) = lower(${organisation.name}) as same
		from organisations o left join endorsements e on e.organisation_id = o.id and e.petition_id = ${petition.id}
		where o.campaign_id = ${campaign.id} and o.id <> ${organisation.id}
			and e.state is distinct from 'unverified' and e.merged_into is null and e.id is distinct from ${id}
		order by same desc, lower(o.name), o.id limit ${MOST_CHOICES}`.execute(db);
	return {
		parents: rows.map(({ organisationId, name }) => ({ id: organisationId, name })),
		sames: rows.flatMap(({ endorsementId, name }) => (endorsementId ? [{ id: endorsementId, name }] : [])),
	};
}

/** The petitions of a campaign, by their names. */
export async function petitionsOf(db: Db, campaignId: number): Promise<string[]> {
	const rows = await db
		.selectFrom("petitions")
		.where("campaign_id", "=", campaignId)
		.orderBy("id")
		.select("slug")
		.execute();
	return rows.map(({ slug }) => slug);
}

/** The names of all bodies that a campaign knows, lower case: what an import can put others below. */
export async function knownNames(db: Db, campaignId: number): Promise<ReadonlySet<string>> {
	const { rows } = await sql<{ name: string }>`
		select distinct lower(o.name) as name from organisations o
		where o.campaign_id = ${campaignId} and not exists (
			select from endorsements e where e.organisation_id = o.id and (e.state = 'unverified' or e.merged_into is not null))`.execute(
		db,
	);
	return new Set(rows.map(({ name }) => name));
}
