import { sql } from "kysely";
import { bestFor } from "#app/campaigns/spoken.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { fingerprint, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { isWithdrawable } from "./petition.server.ts";
import { type RemindableWords, withoutLinks } from "./reminder-links.ts";
import type { Visibility, Words } from "./words.ts";

/** What somebody agreed to, as it was worded for them. */
export interface Agreed {
	purpose: string;
	version: number;
	locale: string;
	/** `YYYY-MM-DD`. */
	on: string;
	text: string;
}

interface HeldPetition {
	slug: string;
	campaign: string;
	/** The title of the version that was signed, in the best language for the reader. */
	title: string;
	addressees: string;
}

/** A signature as its signer sees it; whether it is set aside is not told, as nowhere. */
export interface HeldSignature {
	id: string;
	petition: HeldPetition;
	/** `YYYY-MM-DD`. */
	since: string;
	visibility: Visibility;
	/** An organiser took its name off the public pages. */
	hidden: boolean;
	country: string;
	locale: string;
	source: string;
	email: string;
	name: string;
	town: string;
	organisation: string;
	shownAs: "name" | "initials";
	line: string;
	linePublic: boolean;
	agreed: Agreed[];
	/** Neither handed in nor anonymised: it can be changed and withdrawn. */
	withdrawable: boolean;
}

/** A form that waits for the button behind its mail's link. */
export interface HeldSubmission {
	id: string;
	petition: HeldPetition;
	/** `YYYY-MM-DD`. */
	since: string;
	words: Words;
}

export interface HeldOfPetitions {
	signatures: HeldSignature[];
	submissions: HeldSubmission[];
}

/** The words that a signature keeps; older ones lack some. */
interface KeptWords {
	email?: string;
	name?: string;
	town?: string;
	organisation?: string;
	shownAs?: "name" | "initials";
	line?: string;
	linePublic?: boolean;
}

/**
 * What petitions hold under an address, in three reads whatever their number: the keys of those that still have one,
 * and by the fingerprints under them the signatures and the forms.
 */
export async function heldOfPetitions(db: Db, keys: KeyRing, email: string, locale: Locale): Promise<HeldOfPetitions> {
	const prints = await petitionPrints(db, keys, email);
	const [signatures, submissions] = await Promise.all([
		findSignatures(db, prints, locale),
		findSubmissions(db, prints, locale),
	]);
	return {
		signatures: signatures.map(({ id, sealed, slug, campaign, title, addressees, ...row }) => {
			const words = sealed ? open<KeptWords>(keys, `signatures/${id}`, sealed) : {};
			const petition = { slug, campaign, title, addressees };
			const plain = { email: "", name: "", town: "", organisation: "", line: "", linePublic: false };
			return { id, petition, ...row, ...plain, shownAs: "name", ...words };
		}),
		submissions: submissions.map(({ id, sealed, since, ...petition }) => ({
			id,
			petition,
			since,
			words: withoutLinks(open<RemindableWords>(keys, `submissions/${id}`, sealed)),
		})),
	};
}

/** An address's fingerprints, side by side with the petitions under whose keys they are. */
export interface Prints {
	ids: number[];
	fingerprints: Buffer[];
}

/** The fingerprints of an address under every petition that has not lost its key. */
export async function petitionPrints(db: Db, keys: KeyRing, email: string): Promise<Prints> {
	const petitions = await db
		.selectFrom("petitions")
		.where("key_sealed", "is not", null)
		.select(["id", "slug", "key_sealed"])
		.execute();
	const withKeys = petitions.flatMap(({ id, slug, key_sealed }) =>
		key_sealed ? [{ id, print: fingerprint(openFingerprintKey(keys, `petitions/${slug}`, key_sealed), email) }] : [],
	);
	return { ids: withKeys.map(({ id }) => id), fingerprints: withKeys.map(({ print }) => print) };
}

/** The rows of `petition_id` and `fingerprint` that an address's prints are, to join with. */
export function printsOf({ ids, fingerprints }: Prints) {
	return sql`unnest(${ids}::int[], ${fingerprints}::bytea[]) w (petition_id, fingerprint)`;
}

type SignatureRow = HeldPetition &
	Pick<
		HeldSignature,
		"id" | "since" | "visibility" | "hidden" | "country" | "locale" | "source" | "agreed" | "withdrawable"
	> & {
		sealed: Buffer | null;
	};

async function findSignatures(db: Db, prints: Prints, locale: Locale): Promise<SignatureRow[]> {
	const { rows } = await sql<SignatureRow>`
		select s.id, s.confirmed_on as since, s.visibility, s.hidden_on is not null as hidden, s.country, s.locale, s.source, s.sealed,
			p.slug, c.slug as campaign, e.title, e.addressees, ${isWithdrawable} as withdrawable,
			coalesce((
				select json_agg(json_build_object('purpose', t.purpose, 'version', t.version, 'locale', t.locale,
					'on', g.given_on, 'text', t.text) order by g.given_on, t.purpose, t.version)
				from signature_consents g join consent_texts t using (purpose, version, locale)
				where g.signature_id = s.id), '[]') as agreed
		from ${printsOf(prints)}
		join signatures s using (petition_id, fingerprint)
		${ofPetition(locale)}
		order by s.confirmed_on desc, s.id`.execute(db);
	return rows;
}

type SubmissionRow = HeldPetition & Pick<HeldSubmission, "id" | "since"> & { sealed: Buffer };

async function findSubmissions(db: Db, prints: Prints, locale: Locale): Promise<SubmissionRow[]> {
	const { rows } = await sql<SubmissionRow>`
		select s.id, s.created_on as since, s.sealed, p.slug, c.slug as campaign, e.title, e.addressees
		from ${printsOf(prints)}
		join submissions s on s.petition_id = w.petition_id and s.fingerprint = w.fingerprint and s.state = 'pending'
		${ofPetition(locale)}
		order by s.created_on desc, s.id`.execute(db);
	return rows;
}

/** Joins the petition `p` of `s`, its campaign `c`, and the edition `e` of the version that was signed. */
function ofPetition(locale: Locale) {
	return sql`
		join petitions p on p.id = s.petition_id
		join campaigns c on c.id = p.campaign_id
		join lateral (
			select e.title, e.addressees from petition_editions e where e.version_id = s.version_id
			order by ${bestFor(locale, "e.locale")} limit 1
		) e on true`;
}
