import { type RawBuilder, sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open, seal } from "#app/seal/seal.ts";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import type { CheckWay, OrganisationKind, Refusal } from "./organisation.ts";
import type { EndorsementState } from "./transition.ts";

/** Who speaks for a body: an office and its address, sealed. */
export interface SealedContact {
	email: string;
	/** The office, as it was written; no name is asked for. */
	officerRole: string;
	/** Of the mails to it. */
	locale: Locale;
	/** The site as they reached it: who came over the onion gets onion links. */
	origin: string;
}

/** What was said about an endorsement, sealed: names may be among it. */
export interface SealedWords {
	evidence: string;
	/** The body above it, as its claim named it. */
	parent: string;
	/** Of the organiser who checked. */
	note: string;
}

/** An endorsement with its organisation and its petition, opened. */
export interface Endorsement {
	id: string;
	state: EndorsementState;
	mergedInto: string | null;
	meetingOn: string | null;
	adoptedOn: string | null;
	checkWay: CheckWay | null;
	/** The organiser in whose words it stands; null where they are the body's own. */
	enteredBy: string | null;
	checkedBy: string | null;
	checkedOn: string | null;
	refusedBecause: Refusal | null;
	/** Hours that an adopted motion has waited for the desk. */
	waitsHours: number | null;
	code: string | null;
	/** Who signed by its link, as it may be said: the one number that is said of its code anywhere. */
	peopleShown: number;
	sample: boolean;
	contact: SealedContact | null;
	words: SealedWords;
	organisation: {
		id: string;
		name: string;
		kind: OrganisationKind;
		country: string;
		members: number | null;
		web: string | null;
		nameWithheld: boolean;
		parentId: string | null;
	};
	petition: { id: number; slug: string; open: boolean; keySealed: Buffer | null };
	campaign: { id: number; slug: string; zone: string };
}

/** One endorsement by its id. @param lock holds its row until the end of the transaction */
export async function findEndorsement(
	db: Db,
	keys: KeyRing,
	id: string,
	lock = false,
): Promise<Endorsement | undefined> {
	const [found] = await readEndorsements(db, keys, sql`e.id = ${id} ${lock ? sql`for update of e` : sql``}`);
	return found;
}

/** The endorsement of a link; undefined for one that was never made or has ended. */
export async function findByLink(db: Db, keys: KeyRing, token: string): Promise<Endorsement | undefined> {
	const hash = hashToken(token);
	if (!hash) return undefined;
	const [found] = await readEndorsements(db, keys, sql`e.token_hash = ${hash}`);
	return found;
}

/** Endorsements with all that belongs to them. @param which a condition on `e`, and what may follow one */
export async function readEndorsements(db: Db, keys: KeyRing, which: RawBuilder<unknown>): Promise<Endorsement[]> {
	const { rows } = await sql<Row>`
		select e.id, e.state, e.merged_into as "mergedInto", e.meeting_on::text as "meetingOn", e.adopted_on::text as "adoptedOn",
			e.check_way as "checkWay", e.entered_by as "enteredBy", e.checked_by as "checkedBy", e.checked_on::text as "checkedOn",
			e.refused_because as "refusedBecause", e.code, coalesce(s.shown, 0) as "peopleShown", o.sample,
			floor(extract(epoch from now() - e.to_check_since) / 3600)::int as "waitsHours",
			e.contact_sealed as "contactSealed", e.words_sealed as "wordsSealed",
			o.id as "organisationId", o.name, o.kind, o.country, o.members, o.web, o.name_withheld as "nameWithheld",
			o.parent_id as "parentId", p.id as "petitionId", p.slug as petition, p.key_sealed as "keySealed",
			p.opened_at is not null and p.closed_at is null and (p.closes_at is null or p.closes_at > now()) as open,
			c.id as "campaignId", c.slug as campaign, c.zone
		from endorsements e
		join organisations o on o.id = e.organisation_id
		join petitions p on p.id = e.petition_id
		join campaigns c on c.id = p.campaign_id
		left join petition_sources s on s.petition_id = e.petition_id and s.code = e.code
		where ${which}`.execute(db);
	return rows.map((row) => opened(keys, row));
}

interface Row extends Omit<Endorsement, "contact" | "words" | "organisation" | "petition" | "campaign"> {
	contactSealed: Buffer | null;
	wordsSealed: Buffer | null;
	organisationId: string;
	name: string;
	kind: OrganisationKind;
	country: string;
	members: number | null;
	web: string | null;
	nameWithheld: boolean;
	parentId: string | null;
	petitionId: number;
	petition: string;
	keySealed: Buffer | null;
	open: boolean;
	campaignId: number;
	campaign: string;
	zone: string;
}

function opened(keys: KeyRing, row: Row): Endorsement {
	const { contactSealed, wordsSealed, organisationId, petitionId, petition, keySealed, campaignId, ...rest } = row;
	const { name, kind, country, members, web, nameWithheld, parentId, campaign, zone, open: isOpen, ...own } = rest;
	return {
		...own,
		contact: contactSealed && open<SealedContact>(keys, `endorsements/${own.id}`, contactSealed),
		words: wordsSealed ? open<SealedWords>(keys, `endorsements/${own.id}`, wordsSealed) : noWords,
		organisation: { id: organisationId, name, kind, country, members, web, nameWithheld, parentId },
		petition: { id: petitionId, slug: petition, open: isOpen, keySealed },
		campaign: { id: campaignId, slug: campaign, zone },
	};
}

/** Of an endorsement of which nothing was said, or is kept any more. */
const noWords: SealedWords = { evidence: "", parent: "", note: "" };

/** Seals who speaks for a body, for `endorsements.contact_sealed`. */
export function sealContact(keys: KeyRing, id: string, contact: SealedContact): Buffer {
	return seal(keys, `endorsements/${id}`, contact);
}

/** Seals what was said, for `endorsements.words_sealed`. */
export function sealWords(keys: KeyRing, id: string, words: SealedWords): Buffer {
	return seal(keys, `endorsements/${id}`, words);
}
