import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { bestFor } from "#app/campaigns/spoken.server.ts";
import type { Locale } from "#app/i18n/translate.ts";
import { fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { hashToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { deliveryRow } from "#emails/outbox.ts";
import { isOpen } from "../petition.server.ts";
import type { Claim } from "./claim-fields.ts";
import { sealContact, sealWords } from "./endorsement.server.ts";
import { branchToken, endorsementKey } from "./key.server.ts";

export interface Claiming {
	/** The petition's slug. */
	slug: string;
	locale: Locale;
	claim: Claim;
	/** Where the branch's links lead: the site as it was reached. */
	origin: string;
	/** A trap for bots was met, or it came from a blocked network: it is kept nowhere, and nobody can tell. */
	suspect: boolean;
	/** Where a body's name is withheld until the desk says otherwise. */
	atRiskCountries: ReadonlySet<string>;
}

export type Claimed = "promised" | "closed" | "unknown";

/** The zone by whose clocks a petition's campaign counts its days; UTC where there is no such petition. */
export async function zoneOf(db: Db, slug: string): Promise<string> {
	const found = await db
		.selectFrom("petitions as p")
		.innerJoin("campaigns as c", "c.id", "p.campaign_id")
		.where("p.slug", "=", slug)
		.select("c.zone")
		.executeTakeFirst();
	return found?.zone ?? "UTC";
}

/**
 * Keeps a body's claim, which nobody has verified, and promises the mail to its address: one statement, the same whether
 * that body or that address is known. It changes no other claim; a moderator puts together what is one body.
 */
export async function claimEndorsement(db: Db, keys: KeyRing, claiming: Claiming): Promise<Claimed> {
	const { slug, locale, claim, origin, suspect, atRiskCountries } = claiming;
	const petition = await endorsable(db, slug, locale);
	if (!petition) return "unknown";
	if (!petition.open || !petition.key_sealed) return "closed";
	if (suspect) return "promised";

	const key = endorsementKey(keys, slug, petition.key_sealed);
	const [organisationId, id] = [randomUUID(), randomUUID()];
	const token = branchToken(key, id);
	const { email, officerRole } = claim;
	await db
		.with("body", (q) =>
			q.insertInto("organisations").values({
				id: organisationId,
				campaign_id: petition.campaign_id,
				parent_id: sql<string | null>`(select id from organisations where id = ${claim.parentId}::uuid
					and campaign_id = ${petition.campaign_id} and not name_withheld)`,
				kind: claim.kind,
				name: claim.name,
				country: claim.country,
				members: claim.members,
				name_withheld: atRiskCountries.has(claim.country),
			}),
		)
		.with("claim", (q) =>
			q.insertInto("endorsements").values({
				id,
				petition_id: petition.id,
				organisation_id: organisationId,
				meeting_on: claim.meetingOn,
				adopted_on: claim.adoptedOn,
				fingerprint: fingerprint(key, email),
				token_hash: hashToken(token),
				contact_sealed: sealContact(keys, id, { email, officerRole, locale, origin }),
				words_sealed: sealWords(keys, id, { evidence: claim.evidence, parent: claim.parentText, note: "" }),
			}),
		)
		.insertInto("email_deliveries")
		.values(
			deliveryRow(keys, {
				kind: "confirm-endorsement",
				subjectId: id,
				to: email,
				locale,
				values: { link: `${origin}/${locale}/endorsement/${token}`, about: petition.neutral_title },
			}),
		)
		.execute();
	return "promised";
}

async function endorsable(db: Db, slug: string, locale: Locale) {
	return db
		.selectFrom("petitions as p")
		.innerJoin("campaigns as c", "c.id", "p.campaign_id")
		.innerJoin("campaign_editions as ce", "ce.campaign_id", "p.campaign_id")
		.where("p.slug", "=", slug)
		.where("c.opened_at", "is not", null)
		.orderBy(bestFor(locale, "ce.locale"))
		.limit(1)
		.select(["p.id", "p.campaign_id", "p.key_sealed", "ce.neutral_title", isOpen.as("open")])
		.executeTakeFirst();
}
