import { createHash } from "node:crypto";
import { newToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";

const HOW_MANY = 10;
/** 24 letters of base32 are 120 bits: from 112 on a plain hash is enough (OWASP ASVS 5.0, 6.5.2). */
const LETTERS = 24;

/** Ten new codes as a person copies them: letters and digits in fours. */
export function newRecoveryCodes(): string[] {
	return Array.from({ length: HOW_MANY }, () =>
		newToken()
			.slice(0, LETTERS)
			.replace(/(.{4})(?=.)/g, "$1 "),
	);
}

/** What is stored of a code; null when the text cannot be one. */
export function hashRecoveryCode(typed: string): Buffer | null {
	const letters = typed.toLowerCase().replace(/[\s-]/g, "");
	if (!/^[a-z2-7]{24}$/.test(letters)) return null;
	return createHash("sha256").update(`recovery ${letters}`).digest();
}

/** Puts new codes in the place of all that an organiser had. */
export async function replaceRecoveryCodes(db: Db, organiserId: string): Promise<string[]> {
	const codes = newRecoveryCodes();
	const rows = codes.flatMap((code) => {
		const hash = hashRecoveryCode(code);
		return hash ? [{ organiser_id: organiserId, code_hash: hash }] : [];
	});
	await db
		.with("gone", (q) => q.deleteFrom("organiser_recovery_codes").where("organiser_id", "=", organiserId))
		.insertInto("organiser_recovery_codes")
		.values(rows)
		.execute();
	return codes;
}
