import { randomUUID } from "node:crypto";
import { fallbackLocale, isLocale } from "#app/i18n/translate.ts";
import { type FingerprintKey, fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { deliveryRow } from "#emails/outbox.ts";
import { recordAct } from "../audit/record.server.ts";
import { tellOrganisers } from "../notices.server.ts";
import type { SignedIn } from "../signed-in.ts";
import { makeLink } from "./links.server.ts";
import type { OrganiserWords } from "./sessions.server.ts";

/**
 * Begins to let somebody back in who lost password or second factor: their mailbox is promised a link that works a day
 * from now, and every organiser of their campaigns a mail at once; any of them can stop it meanwhile.
 * @param origin of the site: scheme, host and port
 * @returns how many others are told, or null when nobody active has this address
 */
export async function breakGlass(
	db: Db,
	{ keys, addressKey }: { keys: KeyRing; addressKey: FingerprintKey },
	email: string,
	origin: string,
): Promise<{ told: number } | null> {
	return inTransaction(db, async (trx) => {
		const organiser = await trx
			.selectFrom("organisers as o")
			.where("o.fingerprint", "=", fingerprint(addressKey, email))
			.where("o.state", "=", "active")
			.where("o.sample", "=", false)
			.select(["o.id", "o.locale", "o.sealed"])
			.forUpdate()
			.executeTakeFirst();
		if (!organiser) return null;
		const { id, sealed, locale } = organiser;
		const token = await makeLink(trx, id, "break-glass");
		const { email: to } = open<OrganiserWords>(keys, `organisers/${id}`, sealed);
		await trx
			.insertInto("email_deliveries")
			.values(
				deliveryRow(keys, {
					kind: "organiser-recovery",
					subjectId: randomUUID(),
					to,
					locale: isLocale(locale) ? locale : fallbackLocale,
					values: { link: `${origin}/organise/links/${token}` },
				}),
			)
			.execute();
		const told = await tellOrganisers(trx, keys, {
			campaigns: await campaignsOf(trx, id),
			text: (t) => t("mail.organiser.notice.break-glass"),
			link: `${origin}/organise/me`,
		});
		await recordAct(trx, { actor: null, act: "organiser.recovery-begun", about: id });
		return { told };
	});
}

async function campaignsOf(trx: Db, organiserId: string): Promise<number[]> {
	const rows = await trx
		.selectFrom("campaign_roles")
		.where("organiser_id", "=", organiserId)
		.select("campaign_id")
		.distinct()
		.execute();
	return rows.map(({ campaign_id }) => campaign_id);
}

/** Somebody who is being let back in, as their fellow organisers see it. */
export interface PendingRecovery {
	organiserId: string;
	name: string;
	from: Date;
}

/** Who of an organiser's campaigns is being let back in, themselves included. */
export async function listRecoveries(db: Db, keys: KeyRing, organiser: SignedIn): Promise<PendingRecovery[]> {
	const rows = await pending(db, organiser)
		.innerJoin("organisers as o", "o.id", "l.organiser_id")
		.select(["o.id as organiserId", "o.sealed", "l.not_before as from"])
		.orderBy("l.not_before")
		.execute();
	return rows.map(({ organiserId, sealed, from }) => ({
		organiserId,
		from,
		name: open<OrganiserWords>(keys, `organisers/${organiserId}`, sealed).name,
	}));
}

/** Stops it: the link works no longer. @returns false when there was none to stop for this organiser */
export async function stopRecovery(db: Db, organiser: SignedIn, organiserId: string): Promise<boolean> {
	return inTransaction(db, async (trx) => {
		const mine = await pending(trx, organiser).select("l.organiser_id").execute();
		if (!mine.some(({ organiser_id }) => organiser_id === organiserId)) return false;
		const { numDeletedRows } = await trx
			.deleteFrom("organiser_links")
			.where("organiser_id", "=", organiserId)
			.where("purpose", "=", "break-glass")
			.where("used_at", "is", null)
			.executeTakeFirstOrThrow();
		if (numDeletedRows === 0n) return false;
		await recordAct(trx, { actor: organiser.id, act: "organiser.recovery-stopped", about: organiserId });
		return true;
	});
}

function pending(db: Db, { id, campaigns }: SignedIn) {
	const shared = [...campaigns.values()].map((campaign) => campaign.id);
	return db
		.selectFrom("organiser_links as l")
		.where("l.purpose", "=", "break-glass")
		.where("l.used_at", "is", null)
		.where("l.expires_at", ">", (e) => e.fn<Date>("now", []))
		.where((e) =>
			e.or([
				e("l.organiser_id", "=", id),
				...(shared.length > 0
					? [
							e("l.organiser_id", "in", (q) =>
								q.selectFrom("campaign_roles").where("campaign_id", "in", shared).select("organiser_id"),
							),
						]
					: []),
			]),
		);
}
