import { randomUUID } from "node:crypto";
import { fallbackLocale, isLocale, type Translate, translator } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { deliveryRow } from "#emails/outbox.ts";
import type { Role } from "./access.ts";
import type { OrganiserWords } from "./sign-in/sessions.server.ts";

/** One thing that organisers are told by mail. */
export interface OrganisersNotice {
	/** Who is told: all active organisers of these campaigns. */
	campaigns: readonly number[];
	/** Only those who have one of these roles there. */
	roles?: readonly Role[];
	/** Whoever did it needs no mail. */
	except?: string;
	/** What has happened: one or two sentences of ours, without a name. */
	text: (t: Translate) => string;
	/** Where to look at it or to stop it, whole. */
	link: string;
}

/**
 * Promises a mail to every active organiser of some campaigns, each in their language; in the transaction of what it
 * tells of.
 * @returns how many are told
 */
export async function tellOrganisers(
	db: Db,
	keys: KeyRing,
	{ campaigns, roles, except, text, link }: OrganisersNotice,
): Promise<number> {
	if (campaigns.length === 0) return 0;
	const people = await db
		.selectFrom("organisers as o")
		.where("o.state", "=", "active")
		// The demonstration's organisers have no mailbox.
		.where("o.sample", "=", false)
		.where("o.id", "in", (q) =>
			q
				.selectFrom("campaign_roles")
				.where("campaign_id", "in", campaigns)
				.$if(roles !== undefined, (some) => some.where("role", "in", roles ?? []))
				.select("organiser_id"),
		)
		.$if(except !== undefined, (others) => others.where("o.id", "<>", except ?? ""))
		.select(["o.id", "o.locale", "o.sealed"])
		.execute();
	if (people.length === 0) return 0;
	const rows = people.map(({ id, locale, sealed }) => {
		const to = open<OrganiserWords>(keys, `organisers/${id}`, sealed).email;
		const known = isLocale(locale) ? locale : fallbackLocale;
		return deliveryRow(keys, {
			kind: "organisers-notice",
			subjectId: randomUUID(),
			to,
			locale: known,
			values: { text: text(translator(known)), link },
		});
	});
	await db.insertInto("email_deliveries").values(rows).execute();
	return rows.length;
}
