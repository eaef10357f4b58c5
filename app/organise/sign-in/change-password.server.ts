import { sql } from "kysely";
import type { App } from "#app/context.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";
import type { SignedIn } from "../signed-in.ts";
import { takeAttempt } from "./attempts.server.ts";
import { nearWords } from "./near-words.server.ts";
import { hashPassword, isPassword, type PasswordFault, passwordFault } from "./password.server.ts";
import { endSessions, newSessionToken } from "./sessions.server.ts";
import { ofSession } from "./step-up.server.ts";

export type Changed =
	| { outcome: "changed"; token: string }
	/** The old one was. */
	| { outcome: "wrong" }
	| { outcome: "too soon" }
	/** The new one will not do. */
	| { outcome: PasswordFault };

/**
 * Changes a password by the one there was: other sessions end, this one goes on under a new token.
 */
export async function changePassword(
	house: Pick<App, "db" | "keys" | "settings">,
	{ id, sessionId }: SignedIn,
	{ current, next }: { current: string; next: string },
): Promise<Changed> {
	const { db } = house;
	const fault = passwordFault(next, await nearWords(house, id));
	if (fault) return { outcome: fault };
	const kept = await db
		.selectFrom("organisers")
		.where("id", "=", id)
		.select(["fingerprint", "password_hash"])
		.executeTakeFirstOrThrow();
	const bucket = { fingerprint: kept.fingerprint, device: ofSession(sessionId) };
	if (!(await takeAttempt(db, bucket))) return { outcome: "too soon" };
	if (!(await isPassword(kept.password_hash, current))) return { outcome: "wrong" };
	const { token, hash } = newSessionToken();
	const passwordHash = await hashPassword(next);
	return inTransaction(db, async (trx) => {
		// By the hash that was compared: of two changes at once the second finds another one.
		const { rows } = await sql`
			with changed as (
				update organisers set password_hash = ${passwordHash}, device_round = device_round + 1
				where id = ${id} and password_hash = ${kept.password_hash} returning id
			), forgotten as (
				delete from sign_in_attempts
				where fingerprint = ${kept.fingerprint} and device = ${bucket.device} and exists (select from changed)
			)
			update organiser_sessions set token_hash = ${hash} from changed
			where organiser_sessions.id = ${sessionId} returning changed.id`.execute(trx);
		if (rows.length === 0) return { outcome: "wrong" };
		await endSessions(trx, id, { except: sessionId });
		await recordAct(trx, { actor: id, act: "organiser.password-changed", about: id });
		return { outcome: "changed", token };
	});
}
