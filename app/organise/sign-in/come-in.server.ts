import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open, openBytes, seal, sealBytes } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";
import { type FoundLink, useLink } from "./links.server.ts";
import { hashPassword } from "./password.server.ts";
import { replaceRecoveryCodes } from "./recovery-codes.server.ts";
import { endSessions, type OrganiserWords, openSession } from "./sessions.server.ts";
import { newTotpSecret } from "./totp.server.ts";

/** What an organiser has chosen on the page of their link. */
export interface ComingIn {
	name: string;
	/** In order. */
	password: string;
	locale: Locale;
	/** The secret whose code was right, and the code's step. */
	secret: Buffer;
	step: number;
}

/** What somebody who has come in gets: shown once. */
export interface CameIn {
	/** Of the session's cookie. */
	token: string;
	recoveryCodes: string[];
}

const placeOf = (hash: Buffer) => `organiser_links/${hash.toString("hex")}` as const;

/**
 * A new secret for a link's page, sealed for its form to carry: opening the page changes nothing here, and whoever only
 * looked at it has another secret than the one that is kept.
 */
export function newEnrolment(keys: KeyRing, { hash }: Pick<FoundLink, "hash">): { secret: Buffer; carried: string } {
	const secret = newTotpSecret();
	return { secret, carried: sealBytes(keys, placeOf(hash), secret).toString("base64url") };
}

/** The secret that a form carried; null where it is not one of this link's. */
export function openEnrolment(keys: KeyRing, { hash }: Pick<FoundLink, "hash">, carried: string): Buffer | null {
	try {
		return openBytes(keys, placeOf(hash), Buffer.from(carried, "base64url"));
	} catch {
		return null;
	}
}

/**
 * Takes an organiser in by their link: password, second factor and recovery codes are those of now, every other session
 * ends, and one begins.
 * @returns null when the link was used meanwhile
 */
export async function comeIn(db: Db, keys: KeyRing, link: FoundLink, chosen: ComingIn): Promise<CameIn | null> {
	const { id, sealed } = link.organiser;
	const place = `organisers/${id}` as const;
	const words: OrganiserWords = { ...open<OrganiserWords>(keys, place, sealed), name: chosen.name };
	const passwordHash = await hashPassword(chosen.password);
	return inTransaction(db, async (trx) => {
		if (!(await useLink(trx, link.hash))) return null;
		await trx
			.updateTable("organisers")
			.set({
				state: "active",
				sealed: seal(keys, place, words),
				locale: chosen.locale,
				password_hash: passwordHash,
				totp_sealed: sealBytes(keys, place, chosen.secret),
				totp_last_step: chosen.step,
				device_round: sql<number>`device_round + 1`,
			})
			.where("id", "=", id)
			.execute();
		await trx.deleteFrom("organiser_links").where("organiser_id", "=", id).where("used_at", "is", null).execute();
		await endSessions(trx, id);
		const recoveryCodes = await replaceRecoveryCodes(trx, id);
		const token = await openSession(trx, id);
		const act = link.purpose === "invitation" ? "organiser.joined" : "organiser.recovered";
		await recordAct(trx, { actor: id, act, about: id });
		return { token, recoveryCodes };
	});
}

/** Takes one of the demonstration's organisers in, who has nothing to type. @returns the session's token, or null */
export async function comeInAsSample(db: Db, link: FoundLink): Promise<string | null> {
	return inTransaction(db, async (trx) =>
		(await useLink(trx, link.hash)) ? openSession(trx, link.organiser.id) : null,
	);
}
