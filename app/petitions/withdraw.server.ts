import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import { hashForWithdrawing, hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { type FoundByToken, findByToken } from "./token.server.ts";
import { withdrawing } from "./withdrawing.server.ts";

/** What a withdraw link stands for. */
export type Withdrawable =
	| { state: "signed"; petition: { slug: string; title: string; addressees: string } }
	/** `fixed`: handed in or anonymised, counted for good. `not-counted`: this mail was never confirmed. */
	| { state: "withdrawn" | "fixed" | "not-counted"; slug: string }
	| { state: "unknown" };

/** Reads what a token would withdraw and changes nothing. */
export async function findWithdrawable(db: Db, token: string, locale: Locale): Promise<Withdrawable> {
	const found = await findByToken(db, token, locale);
	if (!found) return { state: "unknown" };
	const { signed, withdrawable, slug, title, addressees } = found;
	if (signed && withdrawable) return { state: "signed", petition: { slug, title, addressees } };
	return { state: withoutSignature(found), slug };
}

function withoutSignature({ state, withdrawable }: FoundByToken): "withdrawn" | "fixed" | "not-counted" {
	if (state === "pending" || state === "superseded" || state === "replaced") return "not-counted";
	return state === "withdrawn" || withdrawable ? "withdrawn" : "fixed";
}

/**
 * Withdraws the signature that a mail's link made, in one statement: the row and its consents are
 * deleted, its count goes down by one, the erasure is written down for restored backups, and the
 * submission keeps only that it was withdrawn. Until the hand-in; twice withdraws once.
 * @returns what the link stands for from now on, and whether it was this call that withdrew
 */
export async function withdrawSignature(
	db: Db,
	token: string,
	locale: Locale,
): Promise<{ found: Withdrawable; changed: boolean }> {
	const { numAffectedRows = 0n } = await sql`
		with ${withdrawing(sql`s.withdraw_hash = ${hashForWithdrawing(token)}::bytea`)},
		ended as (
			update submissions set state = 'withdrawn'
			where token_hash = ${hashToken(token)}::bytea and exists (select from gone)
			returning id)
		insert into erasures (about, row_id)
		select 'signature', id from gone union all select 'submission', id from ended`.execute(db);
	return { found: await findWithdrawable(db, token, locale), changed: numAffectedRows > 0n };
}
