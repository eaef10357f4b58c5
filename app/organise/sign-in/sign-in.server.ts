import { sql } from "kysely";
import { type FingerprintKey, fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { openBytes } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { takeAttempt } from "./attempts.server.ts";
import { deviceOf, newDeviceCookie } from "./device-cookie.server.ts";
import { isPassword } from "./password.server.ts";
import { takeFactor } from "./second-factor.server.ts";
import { lengths, newSessionToken } from "./sessions.server.ts";
import { newTotpSecret, totpStep } from "./totp.server.ts";

/** What was typed to sign in. */
export interface Credentials {
	email: string;
	password: string;
	/** Of the app, or a recovery code. */
	code: string;
	/** The cookie of a browser that has signed in. */
	device: string | undefined;
}

export type SignInOutcome =
	| { outcome: "signed in"; token: string; device: string }
	/** Whatever it was that was wrong. */
	| { outcome: "wrong" }
	/** After many wrong ones, before its time. */
	| { outcome: "too soon" };

interface Kept {
	id: string;
	password_hash: string | null;
	totp_sealed: Buffer | null;
	device_round: number;
}

const nobody: Kept = {
	id: "00000000-0000-0000-0000-000000000000",
	password_hash: null,
	totp_sealed: null,
	device_round: 0,
};

/**
 * Signs an organiser in: every code once, and the same answer after the same work for an unknown address, a wrong
 * password and a wrong code.
 */
export async function signInOrganiser(
	{ db, keys, addressKey, now }: { db: Db; keys: KeyRing; addressKey: FingerprintKey; now(): Date },
	{ email, password, code, device: cookie }: Credentials,
): Promise<SignInOutcome> {
	const print = fingerprint(addressKey, email);
	const kept = (await findByFingerprint(db, print)) ?? nobody;
	const owner = { fingerprint: print, round: kept.device_round };
	const bucket = { fingerprint: print, device: deviceOf(keys, owner, cookie) };
	if (!(await takeAttempt(db, bucket))) return { outcome: "too soon" };
	const rightPassword = await isPassword(kept.password_hash, password);
	const secret = kept.totp_sealed ? openBytes(keys, `organisers/${kept.id}`, kept.totp_sealed) : newTotpSecret();
	const factor = { organiserId: rightPassword ? kept.id : nobody.id, step: totpStep(secret, code, now()), code };
	const { token, hash } = newSessionToken();
	const { rows } = await sql`
		with ${takeFactor(factor)}, forgotten as (
			delete from sign_in_attempts
			where fingerprint = ${print} and device = ${bucket.device} and exists (select from who)
		)
		insert into organiser_sessions (token_hash, organiser_id, ends_at, stepped_up_at)
		select ${hash}, id, now() + make_interval(hours => ${lengths.hours}::int), now() from who
		returning id`.execute(db);
	if (rows.length === 0) return { outcome: "wrong" };
	return { outcome: "signed in", token, device: newDeviceCookie(keys, owner) };
}

function findByFingerprint(db: Db, print: Buffer): Promise<Kept | undefined> {
	return db
		.selectFrom("organisers")
		.where("fingerprint", "=", print)
		.where("state", "=", "active")
		.where("sample", "=", false)
		.select(["id", "password_hash", "totp_sealed", "device_round"])
		.executeTakeFirst();
}
