import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { recordConsentTexts } from "#app/consent/texts.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { keptWords, lineOf } from "#app/petitions/confirm.server.ts";
import type { Words } from "#app/petitions/words.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { TestDatabase } from "./database.ts";

/** Somebody who confirmed, by what matters here; the rest is plain. */
export interface Signer
	extends Partial<Pick<Words, "visibility" | "name" | "town" | "organisation" | "shownAs" | "line" | "linePublic">> {
	country?: string;
	/** In which they signed. */
	locale?: Locale;
	/** The code of the link by which they came. */
	source?: string;
	/** Days since they confirmed. */
	ago?: number;
	/** Whether a moderator has read the name: they have, unless this says otherwise. */
	nameRead?: "unread" | "released";
}

/**
 * Puts signatures in as confirming would, with the consents that belong to them.
 * @param petition its id
 * @returns their ids, in order
 */
export async function plantSigners(
	{ db, owner }: Pick<TestDatabase, "db" | "owner">,
	keys: KeyRing,
	petition: number,
	signers: readonly Signer[],
): Promise<string[]> {
	await recordConsentTexts(db);
	const ids: string[] = [];
	for (const { ago = 1, nameRead = "released", country = "GB", locale = "en", source = "", ...said } of signers) {
		const id = randomUUID();
		const words = {
			...({ email: `${id}@example.org`, visibility: "public", name: "", town: "", organisation: "" } as const),
			...({ shownAs: "name", line: "", linePublic: false } as const),
			...said,
		};
		await sql`
			with signed as (
				insert into signatures (id, petition_id, version_id, fingerprint, state, visibility, locale, country, source, line, sealed,
					name_read, confirmed_on)
				select ${id}::uuid, petition_id, id, ${randomBytes(32)}::bytea, 'confirmed', ${words.visibility}, ${locale}, ${country}, ${source},
					${lineOf(words)}, ${keptWords(keys, id, words)}::bytea,
					${nameRead}, current_date - ${ago}::int
				from petition_versions where petition_id = ${petition}
				returning id)
			insert into signature_consents (signature_id, purpose, version, locale)
			select signed.id, t.purpose, max(t.version), ${locale} from signed, consent_texts t
			where t.purpose in ('count', ${words.visibility}) group by 1, 2`.execute(owner);
		ids.push(id);
	}
	return ids;
}
