import { type FingerprintKey, fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { recordAct } from "../audit/record.server.ts";
import { tellOrganisers } from "../notices.server.ts";
import { type Changed, change } from "./change-people.server.ts";
import { shutOut } from "./shut-out.server.ts";

/**
 * Shuts somebody out by the operator's word, whatever they are and wherever; everybody of their campaigns is mailed.
 * @param origin of the site: scheme, host and port
 * @returns `unknown` where nobody active has this address, `last` for a campaign's last administrator
 */
export function disableByAddress(
	db: Db,
	{ keys, addressKey }: { keys: KeyRing; addressKey: FingerprintKey },
	email: string,
	origin: string,
): Promise<Changed> {
	return change(db, async (trx) => {
		const organiser = await trx
			.selectFrom("organisers")
			.where("fingerprint", "=", fingerprint(addressKey, email))
			.select("id")
			.forUpdate()
			.executeTakeFirst();
		if (!organiser || !(await shutOut(trx, organiser.id, null))) return "unknown";
		const campaigns = await trx
			.selectFrom("campaign_roles")
			.where("organiser_id", "=", organiser.id)
			.select("campaign_id")
			.distinct()
			.execute();
		await tellOrganisers(trx, keys, {
			campaigns: campaigns.map(({ campaign_id }) => campaign_id),
			text: (t) => t("organise.people.mail.disabled"),
			link: `${origin}/organise`,
		});
		await recordAct(trx, { actor: null, act: "organiser.disabled", about: organiser.id });
		return "done";
	});
}
