import { sql } from "kysely";

/** What the petition's page says of its hand-in. */
export interface ShownHandover {
	/** `YYYY-MM-DD`. */
	day: string;
	/** Lines of the addressees that got it, from 1. */
	places: number[];
	/** The organisers' own, in the page's language; may be empty. */
	words: string;
	photo: HandoverPhoto | null;
}

/** A photo of the hand-in, without its bytes. */
export interface HandoverPhoto {
	/** SHA-256 of its bytes, in hex: its address. */
	digest: string;
	width: number;
	height: number;
	/** What can be seen, in the page's language. */
	alternative: string;
}

/** The hand-in of petition `p`, in the language of edition `e`; null before it. */
export const shownHandover = sql<ShownHandover | null>`(
	select json_build_object('day', h.handed_on, 'places', h.places, 'words', coalesce((
		select w.words from petition_handover_words w where w.petition_id = h.petition_id and w.locale = e.locale), ''),
		'photo', (select json_build_object('digest', f.digest, 'width', f.width, 'height', f.height, 'alternative', a.alternative)
			from petition_photos f join petition_photo_words a on a.petition_id = f.petition_id and a.locale = e.locale
			where f.petition_id = h.petition_id))
	from petition_handovers h where h.petition_id = p.id)`;
