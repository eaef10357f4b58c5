import type { Locale } from "#app/i18n/translate.ts";
import { type FingerprintKey, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { findWhole, type WholePicket } from "../facts.server.ts";
import { linkToken } from "../link-token.server.ts";

/** Days after the end for which a host's address is kept; their link ends with it. */
export const hostDays = 90;

/** What is kept of a host, sealed. */
export interface SealedHost {
	email: string;
	/** Of the mails to them. */
	locale: Locale;
	/** The site as they reached it: who came over the onion gets onion links. */
	origin: string;
}

/** Who holds a host's link, and the picket that it is for. */
export interface Host {
	id: string;
	role: "host" | "co-host";
	/** `invited`: the link was passed on and nobody has taken it up. */
	state: "invited" | "unverified" | "active";
	/** Absent of whom we only hold an invitation. */
	sealed: SealedHost | undefined;
	/** How many links this host has had before. */
	linkNumber: number;
	picket: WholePicket;
	key: FingerprintKey;
}

/** Finds the host of a link; undefined for a link that was never made, was used, or has ended. */
export async function findHost(db: Db, keys: KeyRing, token: string): Promise<Host | undefined> {
	const hash = hashToken(token);
	if (!hash) return undefined;
	const row = await db
		.selectFrom("picket_hosts as h")
		.innerJoin("pickets as p", "p.id", "h.picket_id")
		.where("h.token_hash", "=", hash)
		.select(["h.id", "h.role", "h.state", "h.sealed", "h.link_number as linkNumber", "h.picket_id", "p.key_sealed"])
		.executeTakeFirst();
	if (!row?.key_sealed) return undefined;
	const picket = await findWhole(db, keys, row.picket_id);
	if (!picket) return undefined;
	return {
		id: row.id,
		role: row.role as Host["role"],
		state: row.state as Host["state"],
		sealed: row.sealed ? open<SealedHost>(keys, `picket_hosts/${row.id}`, row.sealed) : undefined,
		linkNumber: row.linkNumber,
		picket,
		key: openFingerprintKey(keys, `pickets/${row.picket_id}`, row.key_sealed),
	};
}

/** The address after the language under which a picket can be read before it is listed, for whoever is given it. */
export function secretPath({ picket, key }: { picket: Pick<WholePicket, "id">; key: FingerprintKey }): string {
	return `/unlisted/${linkToken(key, "secret", picket.id)}`;
}
