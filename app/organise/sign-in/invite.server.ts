import { randomUUID } from "node:crypto";
import type { Locale } from "#app/i18n/translate.ts";
import { type FingerprintKey, fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { seal } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { deliveryRow } from "#emails/outbox.ts";
import type { Role } from "../access.ts";
import { recordAct } from "../audit/record.server.ts";
import { tellOrganisers } from "../notices.server.ts";
import { takesTwo } from "../people/administrators.server.ts";
import { makeLink } from "./links.server.ts";
import type { OrganiserWords } from "./sessions.server.ts";

export interface Invitation {
	/** As typed, and valid. */
	email: string;
	campaignId: number;
	roles: readonly Role[];
	/** The language of the mail, until they choose another. */
	locale: Locale;
	/** Who asks them in; null for the operator's tool. */
	by: string | null;
	/** Where the site is: scheme, host and port. */
	origin: string;
}

interface House {
	keys: KeyRing;
	/** The installation's, under which organisers' addresses are known. */
	addressKey: FingerprintKey;
}

/**
 * `added`: somebody who has come in before and now has these roles too. `two`: another administrator, and any
 * member of the committee, takes two, who make one of somebody who is in the campaign already.
 */
export type Invited = { outcome: "invited" | "added"; organiserId: string } | { outcome: "disabled" | "two" };

/**
 * Gives somebody roles in a campaign. Who has not come in yet is promised a mail with a link that works once, for seven
 * days; an older one then works no longer. Everybody of the campaign hears of it. Call `wakeMailer` afterwards.
 */
export async function inviteOrganiser(db: Db, house: House, invitation: Invitation): Promise<Invited> {
	return inTransaction(db, async (trx) => {
		const { campaignId, roles, by, origin } = invitation;
		if (by !== null && roles.includes("committee")) return { outcome: "two" };
		if (by !== null && roles.includes("administrator") && (await takesTwo(trx, campaignId))) return { outcome: "two" };
		const organiser = await findOrMake(trx, house, invitation);
		if (organiser.state === "disabled") return { outcome: "disabled" };
		await grant(trx, organiser.id, invitation);
		const invited = organiser.state === "invited";
		if (invited) await promiseMail(trx, house.keys, organiser.id, invitation);
		await tellOrganisers(trx, house.keys, {
			campaigns: [campaignId],
			text: (t) => t("organise.people.mail.invited"),
			link: `${origin}/organise`,
			except: by ?? organiser.id,
		});
		const act = { actor: by, campaignId, about: organiser.id };
		if (invited) await recordAct(trx, { ...act, act: "organiser.invited" });
		for (const role of roles) await recordAct(trx, { ...act, act: "role.granted", figures: { role } });
		return { outcome: invited ? "invited" : "added", organiserId: organiser.id };
	});
}

async function findOrMake(trx: Db, { keys, addressKey }: House, { email, locale }: Invitation) {
	const id = randomUUID();
	const print = fingerprint(addressKey, email);
	const words: OrganiserWords = { email, name: "" };
	// What changes nothing locks the row, so that nobody is disabled or deleted meanwhile.
	return trx
		.insertInto("organisers")
		.values({ id, fingerprint: print, sealed: seal(keys, `organisers/${id}`, words), locale })
		.onConflict((conflict) => conflict.column("fingerprint").doUpdateSet({ fingerprint: print }))
		.returning(["id", "state"])
		.executeTakeFirstOrThrow();
}

async function grant(trx: Db, organiserId: string, { campaignId, roles, by }: Invitation): Promise<void> {
	if (roles.length === 0) return;
	await trx
		.insertInto("campaign_roles")
		.values(roles.map((role) => ({ organiser_id: organiserId, campaign_id: campaignId, role, granted_by: by })))
		.onConflict((conflict) =>
			// The operator knows them, whoever gave the role before.
			by === null
				? conflict.columns(["organiser_id", "campaign_id", "role"]).doUpdateSet({ granted_by: null })
				: conflict.doNothing(),
		)
		.execute();
}

async function promiseMail(trx: Db, keys: KeyRing, organiserId: string, { email, locale, origin }: Invitation) {
	const token = await makeLink(trx, organiserId, "invitation");
	await trx
		.insertInto("email_deliveries")
		.values(
			deliveryRow(keys, {
				kind: "organiser-invitation",
				subjectId: randomUUID(),
				to: email,
				locale,
				values: { link: `${origin}/organise/links/${token}` },
			}),
		)
		.execute();
}

/** The campaign of a slug, for the operator's tool; undefined where there is none. */
export async function campaignIdOf(db: Db, slug: string): Promise<number | undefined> {
	const campaign = await db.selectFrom("campaigns").where("slug", "=", slug).select("id").executeTakeFirst();
	return campaign?.id;
}
