import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { openBytes } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import type { SignedIn } from "../signed-in.ts";
import { takeAttempt } from "./attempts.server.ts";
import { takeFactor } from "./second-factor.server.ts";
import { newSessionToken } from "./sessions.server.ts";
import { newTotpSecret, totpStep } from "./totp.server.ts";

export type StepUpOutcome = { outcome: "stepped up"; token: string } | { outcome: "wrong" } | { outcome: "too soon" };

/**
 * Takes a second factor anew within a session, which goes on under a new token (OWASP ASVS 5.0, 7.2.4). The attempts of
 * one session are counted apart: nobody else can use them up.
 */
export async function stepUp(
	{ db, keys, now }: { db: Db; keys: KeyRing; now(): Date },
	{ id, sessionId, sample }: SignedIn,
	code: string,
): Promise<StepUpOutcome> {
	const kept = await readFactor(db, id);
	const { token, hash } = newSessionToken();
	if (sample) {
		// The demonstration's organisers have no second factor: one button stands for it.
		await sql`update organiser_sessions set stepped_up_at = now(), token_hash = ${hash} where id = ${sessionId}`.execute(
			db,
		);
		return { outcome: "stepped up", token };
	}
	const bucket = { fingerprint: kept.fingerprint, device: ofSession(sessionId) };
	if (!(await takeAttempt(db, bucket))) return { outcome: "too soon" };
	const secret = kept.totp_sealed ? openBytes(keys, `organisers/${id}`, kept.totp_sealed) : newTotpSecret();
	const { rows } = await sql`
		with ${takeFactor({ organiserId: id, step: totpStep(secret, code, now()), code })}, forgotten as (
			delete from sign_in_attempts
			where fingerprint = ${kept.fingerprint} and device = ${bucket.device} and exists (select from who)
		)
		update organiser_sessions set stepped_up_at = now(), token_hash = ${hash}
		from who where organiser_sessions.id = ${sessionId} returning who.id`.execute(db);
	return rows.length > 0 ? { outcome: "stepped up", token } : { outcome: "wrong" };
}

function readFactor(db: Db, id: string) {
	return db
		.selectFrom("organisers")
		.where("id", "=", id)
		.select(["fingerprint", "totp_sealed"])
		.executeTakeFirstOrThrow();
}

/** The bucket of one session's attempts. */
export function ofSession(sessionId: string): Buffer {
	return Buffer.from(sessionId.replaceAll("-", ""), "hex");
}
