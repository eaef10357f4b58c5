import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import { askingForReview } from "#app/moderation/queue.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { sealTextTo } from "#app/seal/recipient.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { type LetterKind, urgent } from "./letter-fields.ts";
import type { Letter } from "./parse-letter.ts";

/** What is sealed of a letter. */
export interface LetterWords {
	topic: Letter["topic"];
	/** As it was typed; empty where none was given. */
	page: string;
	words: string;
	/** `words` is sealed to the committee's key (age, armoured): only who has it can read them. */
	committee: boolean;
}

/** Where an answer goes. */
export interface LetterAddress {
	to: string;
}

export interface Writing {
	kind: LetterKind;
	/** The language of the page, and so of an answer. */
	locale: Locale;
	letter: Letter;
	/** A trap for bots was met: it comes into no queue, and nobody can tell. */
	suspect: boolean;
	/** COMMITTEE_KEY, where it is set: a letter's words are sealed to it. */
	committee?: string;
}

/**
 * Keeps a letter and puts it into the queue of the campaign that it is about, in one statement: the one whose page it
 * names, else the one that was chosen, else the newest that is not closed.
 * @returns false where there is no campaign, and so nobody to read it
 */
export async function writeLetter(db: Db, keys: KeyRing, writing: Writing): Promise<boolean> {
	const { kind, locale, letter, suspect } = writing;
	const committee = kind === "contact" ? writing.committee : undefined;
	const id = randomUUID();
	const words: LetterWords = {
		topic: letter.topic,
		page: letter.page,
		words: committee ? await sealTextTo(committee, letter.words) : letter.words,
		committee: committee !== undefined,
	};
	const address: LetterAddress | null = letter.email === null ? null : { to: letter.email };
	const { rows } = await sql`
		with about as (${campaignOf(letter)}),
		letter as (
			insert into letters (id, campaign_id, kind, locale, sealed, address_sealed, suspect)
			select ${id}::uuid, about.id, ${kind}, ${locale}, ${seal(keys, `letters/${id}`, words)}::bytea,
				${address && seal(keys, `letters/${id}`, address)}::bytea, ${suspect} from about
			returning id, campaign_id),
		asked as (${askingForReview(
			kind,
			sql`select campaign_id, id as subject_id, ${locale} as locale, ${urgent.has(letter.topic)}::boolean as first from letter
				where not ${suspect}::boolean`,
		)})
		select id from letter`.execute(db);
	return rows.length > 0;
}

/** One campaign's id, by what a letter says of itself. */
function campaignOf({ page, campaign }: Letter) {
	const { room, slug } = pageOf(page) ?? { room: "", slug: "" };
	return sql`
		select c.id from campaigns c
		order by
			(${room} = 'campaigns' and c.slug = ${slug})
				or (${room} = 'petitions' and exists (select from petitions p where p.campaign_id = c.id and p.slug = ${slug}))
				or (${room} = 'pickets' and exists (select from pickets p where p.campaign_id = c.id and p.slug = ${slug})) desc,
			c.slug = ${campaign} desc, c.closed_at is null desc, c.id desc
		limit 1`;
}

/** Which of our pages an address means, if it is one: with or without the site before it, and the language. */
export function pageOf(page: string): { room: string; slug: string; rest: string } | null {
	const path = page.replace(/^https?:\/\/[^/]+/, "").replace(/[?#].*$/, "");
	const [, room = "", slug = "", rest = ""] =
		/^\/?(?:[a-z]{2}\/)?(campaigns|petitions|pickets)\/([a-z0-9-]+)(?:\/([a-z0-9/-]*))?$/.exec(path) ?? [];
	return room ? { room, slug, rest } : null;
}
