import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { entitledTo } from "./entitled.server.ts";

/** Hours in which the two who agreed may download a hand-in's files. */
export const OPEN_HOURS = 24;
/** Rows written by one statement: seconds on a slow machine, however long the list is. */
const AT_ONCE = 50_000;

/** What two organisers agreed to. */
export interface Freezing {
	/** The petition's slug. */
	petition: string;
	campaignId: number | null;
	approvalId: string;
	askedBy: string;
	agreedBy: string;
}

export type Frozen =
	| { state: "frozen"; id: number; number: number; named: number; signatures: number }
	/** No such petition, or its names have ended, or it has been handed in. */
	| { state: "over" };

/**
 * Freezes a petition's list as it is in one statement's moment: exactly those who are entitled, per addressee, numbered at
 * random; the counts and organisations; and the words that its letter will have. The rows, whose foreign keys take longest,
 * are then written by portions of the same transaction, so that no statement meets the limit of its session. The same
 * approval freezes once. Who withdraws meanwhile stands as withdrawn.
 * @param trx the transaction that marks the approval done
 */
export async function freezeHandin(trx: Db, freezing: Freezing): Promise<Frozen> {
	const { petition, campaignId, approvalId, askedBy, agreedBy } = freezing;
	// Before the snapshot: two who freeze take turns, and a withdrawal goes before or after.
	const { rows: held } = await sql<{ id: number }>`
		select id from petitions where slug = ${petition} and campaign_id = ${campaignId}
			and opened_at is not null and handed_in_at is null and anonymised_at is null for no key update`.execute(trx);
	const [found] = held;
	if (!found) return { state: "over" };
	const id = sql<number>`${found.id}::int`;
	await sql`
		create temp table handin_numbered (
			handin_id int, place smallint, number int, signature_id uuid, version int, primary key (place, number))
		on commit drop`.execute(trx);
	await sql`
		with ${entitledTo(id)},
		numbered as materialized (
			select place, id, version, row_number() over (partition by place order by gen_random_uuid()) as number
			from entitled),
		kept as (
			update petition_versions v set frozen_on = current_date from chosen where v.id = chosen.id and v.frozen_on is null),
		handin as (
			insert into handins (petition_id, number, approval_id, version_id, signatures, organisations, represented,
				paper, bodies, asked_by, agreed_by, open_until)
			select ${id}, 1 + (select count(*) from handins where petition_id = ${id}), ${approvalId}::uuid, chosen.id,
				(select count(*) from signatures where petition_id = ${id} and state = 'confirmed'),
				n.organisations, n.represented, n.paper, (${shownBodies(found.id)}),
				${askedBy}::uuid, ${agreedBy}::uuid, now() + make_interval(hours => ${OPEN_HOURS}::int)
			from petition_counts n cross join chosen where n.petition_id = ${id}
			on conflict (approval_id) do nothing
			returning id),
		addressees as (
			insert into handin_addressees (handin_id, place, body, named)
			select h.id, b.place, b.body, (select count(*) from numbered n where n.place = b.place)
			from handin h cross join bodies b)
		insert into handin_numbered (handin_id, place, number, signature_id, version)
		select h.id, n.place, n.number, n.id, n.version from handin h cross join numbered n
		order by n.place, n.number`.execute(trx);
	await writeRows(trx);
	const { rows } = await sql<{ id: number; number: number; signatures: number; named: number }>`
		select h.id, h.number, h.signatures,
			(select coalesce(sum(named), 0)::int from handin_addressees where handin_id = h.id) as named
		from handins h where h.approval_id = ${approvalId}`.execute(trx);
	const [frozen] = rows;
	return frozen ? { state: "frozen", ...frozen } : { state: "over" };
}

/** Writes what was numbered, by portions. A signature that has gone since its number was drawn leaves the number. */
async function writeRows(trx: Db): Promise<void> {
	const { rows: places } = await sql<{ place: number; last: number }>`
		select place, max(number) as last from handin_numbered group by place order by place`.execute(trx);
	for (const { place, last } of places)
		for (let after = 0; after < last; after += AT_ONCE)
			await sql`
				insert into handin_rows (handin_id, place, number, signature_id, version)
				select n.handin_id, n.place, n.number,
					(select s.id from signatures s where s.id = n.signature_id for key share), n.version
				from handin_numbered n
				where n.place = ${place} and n.number > ${after} and n.number <= ${after + AT_ONCE}`.execute(trx);
}

/** The organisations that are shown now, in one order for ever; of what asked for that no name, and nothing to tell it by. */
const shownBodies = (petitionId: number) => sql`
	select coalesce(jsonb_agg(jsonb_build_object('name', case when not o.name_withheld then o.name end, 'kind', o.kind,
		'country', case when not o.name_withheld then o.country end, 'members', case when not o.name_withheld then o.members end)
		order by o.name_withheld, o.name, o.id), '[]')
	from endorsements e join organisations o on o.id = e.organisation_id
	where e.petition_id = ${petitionId} and e.state = 'shown' and e.merged_into is null`;
