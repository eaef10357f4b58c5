import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { OPEN_HOURS } from "./freeze.server.ts";

/** An organisation as it was when the list was frozen. */
export interface Body {
	/** Null where it is withheld. */
	name: string | null;
	kind: string;
	country: string | null;
	members: number | null;
}

/** One addressee of a frozen list. */
export interface HandinAddressee {
	/** From 1, in the order of the petition's words. */
	place: number;
	/** In the hand-in's own language. */
	body: string;
	/** Rows, those of people who have withdrawn since among them. */
	named: number;
}

/** What of a frozen list its files are made of, names apart. Nothing in it changes after freezing but `state` and days. */
export interface Handin {
	id: number;
	petition: string;
	/** From 1, of its petition. */
	number: number;
	state: "frozen" | "exported" | "handed-in";
	/** As 2026-12-16. */
	frozenOn: string;
	exportedOn: string | null;
	/** The number of the version whose words the letter has. */
	version: number;
	/** Everybody who counts, named or not. */
	signatures: number;
	organisations: number;
	represented: number;
	paper: number;
	bodies: Body[];
	addressees: HandinAddressee[];
	/** The languages in which there are letters. */
	languages: Locale[];
	askedBy: string;
	agreedBy: string;
	/** The two may download now. */
	open: boolean;
	/** Names are no longer here: handed in or anonymised. */
	over: boolean;
}

/** Every hand-in of a petition in a campaign, the newest first. */
export async function handinsOf(db: Db, campaignId: number, petition: string): Promise<Handin[]> {
	return read(db, sql`p.slug = ${petition} and p.campaign_id = ${campaignId}`);
}

/** One hand-in by its number; of any campaign where none is named. */
export async function findHandin(
	db: Db,
	campaignId: number | null,
	petition: string,
	number: number,
): Promise<Handin | undefined> {
	const own = sql`p.campaign_id = coalesce(${campaignId}::int, p.campaign_id)`;
	return (await read(db, sql`p.slug = ${petition} and h.number = ${number} and ${own}`))[0];
}

/** The newest hand-in of a petition. */
export async function newestHandin(db: Db, petition: string): Promise<Handin | undefined> {
	return (await read(db, sql`p.slug = ${petition}`))[0];
}

async function read(db: Db, where: ReturnType<typeof sql>): Promise<Handin[]> {
	const { rows } = await sql<Handin>`
		select h.id, p.slug as petition, h.number, h.state, h.frozen_on as "frozenOn", h.exported_on as "exportedOn",
			v.number as version, h.signatures, h.organisations, h.represented, h.paper, h.bodies,
			(select coalesce(jsonb_agg(jsonb_build_object('place', a.place, 'body', a.body, 'named', a.named) order by a.place), '[]')
				from handin_addressees a where a.handin_id = h.id) as addressees,
			array(select e.locale from petition_editions e where e.version_id = h.version_id order by e.locale) as languages,
			h.asked_by as "askedBy", h.agreed_by as "agreedBy", h.open_until > now() as open,
			p.handed_in_at is not null or p.anonymised_at is not null as over
		from handins h join petitions p on p.id = h.petition_id join petition_versions v on v.id = h.version_id
		where ${where} order by h.number desc`.execute(db);
	return rows;
}

/** Opens a hand-in's files for another day to the two who agreed to it; false when its names have ended. */
export async function openHandin(
	trx: Db,
	{ petition, number, campaignId }: { petition: string; number: number; campaignId: number | null },
	{ askedBy, agreedBy }: { askedBy: string; agreedBy: string },
): Promise<boolean> {
	const { numAffectedRows } = await sql`
		update handins h set open_until = now() + make_interval(hours => ${OPEN_HOURS}::int),
			asked_by = ${askedBy}::uuid, agreed_by = ${agreedBy}::uuid
		from petitions p where p.id = h.petition_id and p.slug = ${petition} and p.campaign_id = ${campaignId}
			and h.number = ${number} and p.handed_in_at is null and p.anonymised_at is null`.execute(trx);
	return (numAffectedRows ?? 0n) > 0n;
}

/** Marks that files of a hand-in left the house; the first time is kept. */
export async function markExported(trx: Db, id: number): Promise<void> {
	await sql`
		update handins set state = 'exported', exported_on = current_date where id = ${id} and state = 'frozen'`.execute(
		trx,
	);
}

/** The words of a hand-in's letter in one language. */
export interface LetterText {
	title: string;
	/** The same addressee in this language. */
	addressee: string;
	summary: string;
	/** Markdown. */
	body: string;
	sponsor: string;
	handIn: string;
}

/**
 * What the letter to an addressee says in a language; undefined where the petition is not in it. Addressees of two
 * languages are the same by their place; where one has more lines, the hand-in's own language names it.
 */
export async function letterText(
	db: Db,
	{ id }: Pick<Handin, "id">,
	place: number,
	locale: Locale,
): Promise<LetterText | undefined> {
	const { rows } = await sql<LetterText>`
		select e.title, e.summary, e.body, e.sponsor, e.hand_in as "handIn",
			case when (select count(*) from handin_addressees where handin_id = h.id) = cardinality(l.bodies)
				then l.bodies[${place}::int] else a.body end as addressee
		from handins h join petition_editions e on e.version_id = h.version_id and e.locale = ${locale}
		join handin_addressees a on a.handin_id = h.id and a.place = ${place}
		cross join lateral (select array(
			select btrim(body) from string_to_table(e.addressees, e'\\n') body where btrim(body) <> '') as bodies) l
		where h.id = ${id}`.execute(db);
	return rows[0];
}
