import { randomUUID } from "node:crypto";
import { formatDay } from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { fingerprint, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { deliveryRow } from "#emails/outbox.ts";
import { linkToken } from "../link-token.server.ts";
import type { Joinable } from "./joinable.server.ts";
import { countSeats, isLimited, numbersADay } from "./seats.server.ts";

export interface Rsvp {
	locale: Locale;
	email: string | null;
	party: number | null;
	/** A trap for bots was met, or it came from a blocked network: it is in no number, and nobody can tell. */
	suspect: boolean;
	/** Where this site is for who posts: their mails link there. */
	origin: string;
}

/** What an RSVP keeps sealed, while there is an address. */
export interface SealedRsvp {
	email: string;
	origin: string;
}

export type Joined =
	/** @param token of the page that says so, and where they leave */
	| { state: "counted"; token: string }
	| { state: "promised" }
	/**
	 * `busy`: so many numbers without an address came today that an address is asked for. `address`: places are limited,
	 * and only a confirmed address takes one.
	 */
	| { state: "address" | "busy" | "over" };

/**
 * Keeps one accepted post of the form. A number alone counts at once, where places are not limited. With an address it waits for
 * the button behind the mail's link, in one statement that is the same for every address: whether it comes already
 * shows only there.
 */
export async function joinPicket(db: Db, keys: KeyRing, picket: Joinable, rsvp: Rsvp): Promise<Joined> {
	if (!picket.open || !picket.keySealed) return { state: "over" };
	const key = openFingerprintKey(keys, `pickets/${picket.id}`, picket.keySealed);
	const id = randomUUID();
	const token = linkToken(key, "attend", id);
	const tokenHash = hashToken(token);
	if (!tokenHash) throw new Error("a new token does not read as one");
	const { locale, email, party, suspect, origin } = rsvp;
	const row = { id, picket_id: picket.id, party, suspect, locale, token_hash: tokenHash };
	if (email === null) return countAlone(db, { ...row, state: "going" }, token);

	await db
		.with("rsvp", (q) =>
			q.insertInto("picket_rsvps").values({
				...row,
				state: "pending",
				fingerprint: fingerprint(key, email),
				sealed: seal(keys, `picket_rsvps/${id}`, { email, origin } satisfies SealedRsvp),
			}),
		)
		.insertInto("email_deliveries")
		.values(
			deliveryRow(keys, {
				kind: "confirm-rsvp",
				subjectId: id,
				to: email,
				locale,
				values: {
					link: attendLink(origin, locale, token),
					day: formatDay(picket.startsLocal.slice(0, 10), locale),
				},
			}),
		)
		.execute();
	return { state: "promised" };
}

/** Where somebody who comes has their page, whole. */
export function attendLink(origin: string, locale: string, token: string): string {
	return `${origin}/${locale}/attend/${token}`;
}

interface Alone {
	id: string;
	picket_id: string;
	party: number | null;
	suspect: boolean;
	locale: Locale;
	token_hash: Buffer;
	state: "going";
}

async function countAlone(db: Db, row: Alone, token: string): Promise<Joined> {
	return inTransaction(db, async (trx): Promise<Joined> => {
		if (await isLimited(trx, row.picket_id)) return { state: "address" };
		const { numbersToday } = await countSeats(trx, row.picket_id, null);
		if (numbersToday >= numbersADay) return { state: "busy" };
		await trx.insertInto("picket_rsvps").values(row).execute();
		return { state: "counted", token };
	});
}
