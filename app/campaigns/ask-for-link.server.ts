import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import { type FingerprintKey, fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import { hashToken, newToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { planOnce } from "#db/plan-once.ts";
import { deliveryRow } from "#emails/outbox.ts";
import type { ContactMove, SealedLink } from "./address-of.server.ts";

export interface Asking {
	/** As it was typed. */
	email: string;
	/** The language of the page, and so of the mail. */
	locale: Locale;
	/** A trap for bots was met: nothing is kept and nobody can tell. */
	suspect: boolean;
	/** Scheme and host of the site as its visitor reached it. */
	origin: string;
	/** In whose words the mail is: who asks for their gifts reads of gifts. */
	kind: "my-link" | "donation-link" | "contact-link";
	/** With `contact-link`: what pressing its button does. */
	contact?: ContactMove;
}

/** What stands before and behind the token, and where whoever asked comes out: who asked for their gifts, at them. */
const paths = {
	"my-link": ["/my/", ""],
	"donation-link": ["/my/", "#donations"],
	"contact-link": ["/my/address/", ""],
} as const;

/**
 * Makes a link of `/my` for an address and promises its mail, in one statement that is the same for every address: nothing is
 * looked up, so that nobody can ask the site what an address holds.
 * @param addressKey the installation's: by it, erasing finds every link of an address
 */
export async function askForLink(
	db: Db,
	keys: KeyRing,
	addressKey: FingerprintKey,
	{ email, locale, suspect, origin, kind, contact }: Asking,
): Promise<void> {
	if (suspect) return;
	const id = randomUUID();
	const token = newToken();
	const [before, behind] = paths[kind];
	const tokenHash = hashToken(token);
	if (!tokenHash) throw new Error("a new token does not read as one");
	await db
		.with("link", (q) =>
			q.insertInto("my_links").values({
				id,
				token_hash: tokenHash,
				fingerprint: fingerprint(addressKey, email),
				sealed: seal(keys, `my_links/${id}`, { email, ...(contact && { contact }) } satisfies SealedLink),
			}),
		)
		.insertInto("email_deliveries")
		.values(
			deliveryRow(keys, {
				kind,
				subjectId: id,
				to: email,
				locale,
				values: { link: `${origin}/${locale}${before}${token}${behind}` },
			}),
		)
		.modifyEnd(sql.raw(planOnce("ask_for_link")))
		.execute();
}
