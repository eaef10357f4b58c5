import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { bestFor } from "#app/campaigns/spoken.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { domainFingerprint, fingerprint, openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import { hashToken, newToken } from "#app/seal/tokens.ts";
import type { SigningLinks } from "#app/web/links.ts";
import type { Db } from "#db/client.ts";
import { planOnce } from "#db/plan-once.ts";
import { deliveryRow } from "#emails/outbox.ts";
import { isOpen } from "./petition.server.ts";
import { withLinks } from "./reminder-links.ts";
import { minimised, type Words } from "./words.ts";

export interface Signing {
	slug: string;
	/** The language of the page, and so of the mail. */
	locale: Locale;
	words: Omit<Words, "locale">;
	/** A trap for bots was met, or it came from a blocked network: what comes of it is quarantined, and nobody can tell. */
	suspect: boolean;
	atRiskCountries: ReadonlySet<string>;
	/** Makes what the mail links to from its token. */
	links: (token: string) => SigningLinks;
}

export type Signed = "promised" | "closed" | "unknown";

/**
 * Keeps one accepted post of the form and promises its mail, in one statement that is the same for
 * every address: whether it has signed, waits, has withdrawn or is blocked shows only in the worker.
 */
export async function signPetition(db: Db, keys: KeyRing, signing: Signing): Promise<Signed> {
	const petition = await signable(db, signing);
	if (!petition) return "unknown";
	if (!petition.open || !petition.key_sealed) return "closed";

	const key = openFingerprintKey(keys, `petitions/${signing.slug}`, petition.key_sealed);
	const id = randomUUID();
	const token = newToken();
	const tokenHash = hashToken(token);
	if (!tokenHash) throw new Error("a new token does not read as one");
	const links = signing.links(token);
	const source = petition.known_source ? signing.words.source : "";
	const words: Words = minimised({ ...signing.words, source, locale: signing.locale }, signing.atRiskCountries);

	await db
		.with("submission", (q) =>
			q.insertInto("submissions").values({
				id,
				petition_id: petition.id,
				version_id: petition.version_id,
				fingerprint: fingerprint(key, words.email),
				domain_fingerprint: domainFingerprint(key, words.email),
				token_hash: tokenHash,
				suspect: signing.suspect,
				sealed: seal(keys, `submissions/${id}`, withLinks(words, links)),
			}),
		)
		.insertInto("email_deliveries")
		.values(
			deliveryRow(keys, {
				kind: "confirm-signature",
				subjectId: id,
				to: words.email,
				locale: signing.locale,
				values: { ...links, about: petition.neutral_title },
			}),
		)
		.modifyEnd(sql.raw(planOnce("sign")))
		.execute();
	return "promised";
}

async function signable(db: Db, { slug, locale, words }: Signing) {
	return db
		.selectFrom("petitions as p")
		.innerJoin("campaign_editions as ce", "ce.campaign_id", "p.campaign_id")
		.innerJoin("petition_versions as v", "v.petition_id", "p.id")
		.where("p.slug", "=", slug)
		.where("v.number", "=", (q) =>
			q
				.selectFrom("petition_versions")
				.whereRef("petition_id", "=", "p.id")
				.select((e) => e.fn.max("number").as("newest")),
		)
		.orderBy(bestFor(locale, "ce.locale"))
		.limit(1)
		.select([
			"p.id",
			"p.key_sealed",
			"v.id as version_id",
			"ce.neutral_title",
			isOpen.as("open"),
			sql<boolean>`exists (
				select from petition_sources where petition_id = p.id and code = ${words.source})`.as("known_source"),
		])
		.modifyEnd(sql.raw(planOnce("signable")))
		.executeTakeFirst();
}
