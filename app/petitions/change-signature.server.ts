import { sql } from "kysely";
import { consentVersions } from "#app/consent/texts.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { keptWords, lineOf } from "./confirm.server.ts";
import { nameErrors, nameLikeError, textError } from "./parse-sign-form.ts";
import { isWithdrawable } from "./petition.server.ts";
import type { SignErrors } from "./sign-fields.ts";
import { type Visibility, visibilities, type Words } from "./words.ts";

/** What a signer may change of a confirmed signature; what is absent stays. */
export interface SignatureChange
	extends Partial<
		Pick<Words, "email" | "visibility" | "name" | "town" | "organisation" | "shownAs" | "line" | "linePublic">
	> {
	/** In which the words of the consent were read. */
	locale: Locale;
}

/**
 * What others could see and no longer do: any word of it, by the addressees too; or the name in full, by the public; the
 * line for the families.
 */
export type TakenBack = "name" | "public" | "line";

export type ChangedSignature =
	| { state: "changed"; before: Visibility; after: Visibility; tookBack: TakenBack[] }
	| { state: "wrong"; errors: SignErrors }
	/** Handed in, anonymised, or none of that id. */
	| { state: "fixed" };

/**
 * The one way in which a signer changes a confirmed signature, until the hand-in. Who shows it to more people than before
 * agrees to that consent anew, in the same transaction, or Postgres refuses it. Who shows it to fewer is off the public
 * list at once; who is only counted leaves no address, no name and no organisation. A line that has other words than
 * were read, or may no longer be published, is published no more. Tell `app.pagesChanged("at once")` afterwards.
 * @param db a connection or the transaction that writes what else belongs to it
 * @param change its `email` is kept where the signature had none and is to be named from now on
 */
export async function changeSignature(
	db: Db,
	keys: KeyRing,
	signatureId: string,
	change: SignatureChange,
): Promise<ChangedSignature> {
	return inTransaction(db, async (trx) => {
		const { rows } = await sql<{ visibility: Visibility; sealed: Buffer | null }>`
			select s.visibility, s.sealed from signatures s join petitions p on p.id = s.petition_id
			where s.id = ${signatureId} and s.fingerprint is not null and ${isWithdrawable}
			-- A hand-in at the same moment goes before or after.
			for update of s for share of p`.execute(trx);
		const [row] = rows;
		if (!row) return { state: "fixed" };
		const before = row.sealed ? open<Partial<KeptWords>>(keys, `signatures/${signatureId}`, row.sealed) : {};
		const after = changed({ ...nothing, ...before, visibility: row.visibility }, change);
		const errors = wrongIn(after);
		if (Object.keys(errors).length > 0) return { state: "wrong", errors };
		if (rank(after.visibility) > rank(row.visibility)) await agree(trx, signatureId, after.visibility, change.locale);
		// Other words on a list that everybody sees are read before they stand there.
		const renamed = (["name", "town", "organisation", "shownAs"] as const).some(
			(word) => after[word] !== { ...nothing, ...before }[word],
		);
		await sql`
			with unread as (
				delete from picked_lines where signature_id = ${signatureId} and ${after.line !== (before.line ?? "")})
			update signatures set visibility = ${after.visibility},
				listed = listed and ${after.visibility === "public" && !renamed},
				name_read = case when ${renamed} then 'unread' else name_read end,
				line = ${lineOf(after)}, sealed = ${keptWords(keys, signatureId, after)}::bytea
			where id = ${signatureId}`.execute(trx);
		const tookBack = takenBack({ ...nothing, ...before, visibility: row.visibility }, after);
		return { state: "changed", before: row.visibility, after: after.visibility, tookBack };
	});
}

function takenBack(before: KeptWords, after: KeptWords): TakenBack[] {
	const line = before.line !== "" && (before.line !== after.line || (before.linePublic && !after.linePublic));
	const name = nameTakenBack(before, after);
	return [...(name ? [name] : []), ...(line ? (["line"] as const) : [])];
}

function nameTakenBack(before: KeptWords, after: KeptWords): "name" | "public" | null {
	if (before.visibility === "counted") return null;
	const replaced = (["name", "town", "organisation"] as const).some(
		(word) => before[word] !== "" && before[word] !== after[word],
	);
	if (after.visibility === "counted" || replaced) return "name";
	const initialled = before.shownAs === "name" && after.shownAs === "initials";
	return before.visibility === "public" && (after.visibility !== "public" || initialled) ? "public" : null;
}

type KeptWords = Parameters<typeof keptWords>[2];

const nothing: KeptWords = {
	email: "",
	visibility: "counted",
	name: "",
	town: "",
	organisation: "",
	shownAs: "name",
	line: "",
	linePublic: false,
};

function changed(words: KeptWords, { locale: _, ...change }: SignatureChange): KeptWords {
	const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
	const next = { ...words, ...given, email: words.email || (change.email ?? "") };
	return { ...next, linePublic: next.linePublic && next.line !== "" };
}

function wrongIn(words: KeptWords): SignErrors {
	const named = words.visibility === "counted" ? {} : nameErrors(words);
	return { ...named, ...nameLikeError("town", words.town), ...textError("line", words.line) };
}

function rank(visibility: Visibility): number {
	return visibilities.indexOf(visibility);
}

async function agree(trx: Db, signatureId: string, purpose: Visibility, locale: Locale): Promise<void> {
	if (purpose === "counted") return;
	await sql`
		insert into signature_consents (signature_id, purpose, version, locale, time)
		select ${signatureId}::uuid, ${purpose}, ${consentVersions[purpose]}::int, ${locale},
			coalesce(max(time), 0) + 1
		from signature_consents
		where signature_id = ${signatureId} and purpose = ${purpose} and version = ${consentVersions[purpose]}`.execute(
		trx,
	);
}
