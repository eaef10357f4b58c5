import { randomUUID } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import { type Locale, locales, translator } from "#app/i18n/translate.ts";
import { openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { deliveryRow } from "#emails/outbox.ts";
import { type Changed, changePicket } from "../change.server.ts";
import type { PicketFacts } from "../facts.ts";
import { linkToken } from "../link-token.server.ts";
import type { SealedHost } from "./host.server.ts";
import { distrustHost, trustHost } from "./trust.server.ts";

/** What a moderator decides of a picket. */
export type PicketDecision = "list" | "list-and-trust" | "link-only" | "refuse";
const eventOf = { list: "list", "list-and-trust": "list", "link-only": "link-only", refuse: "refuse" } as const;

/**
 * Does what a moderator has decided of a picket and mails its hosts when it is listed or refused. One that is listed
 * already, as a trusted host's is, stays as it is.
 * @returns what of it is new: that it changed, and that its host is trusted from now on
 */
export async function decidePicket(
	trx: Db,
	keys: KeyRing,
	id: string,
	decision: PicketDecision,
): Promise<{ changed: boolean; trusted: boolean }> {
	const changed = await changePicket(trx, keys, id, { event: eventOf[decision] });
	const hosts = await hostsOf(trx, keys, id);
	const first = hosts.find(({ role }) => role === "host");
	const trusted =
		decision === "list-and-trust" &&
		first !== undefined &&
		(await trustHost(trx, keys, first.campaignId, first.sealed.email, "listed before"));
	await mailHosts(trx, keys, hosts, changed);
	return { changed: changed.state === "changed", trusted };
}

/** Trusts the first host of a picket in its campaign, or no longer. @returns false when that is so already, or nobody knows the host any more */
export async function trustHostOf(trx: Db, keys: KeyRing, picketId: string, trust: boolean): Promise<boolean> {
	const host = (await hostsOf(trx, keys, picketId)).find(({ role }) => role === "host");
	if (!host) return false;
	const { campaignId, sealed } = host;
	if (!trust) return distrustHost(trx, keys, campaignId, sealed.email);
	return trustHost(trx, keys, campaignId, sealed.email, "listed before");
}

/**
 * Makes a proposed change what stands, or drops it, and mails its hosts; what was already live is only read. What is over
 * by now stands as it was.
 */
export async function decideProposal(trx: Db, keys: KeyRing, id: string, accepted: boolean): Promise<void> {
	const proposed = await takeProposal(trx, keys, id);
	if (!proposed) return;
	const accept = accepted && !(await isOver(trx, id));
	if (accept) await changePicket(trx, keys, id, { facts: proposed });
	const rows = (await hostsOf(trx, keys, id)).map(({ titles, token, sealed: { email, locale, origin } }) => {
		const site = `${origin}/${locale}`;
		const how = translator(locale)(accept ? "mail.picket-change.taken" : "mail.picket-change.left");
		const links = { hostLink: `${site}/host/${token}`, contactLink: `${site}/contact` };
		return deliveryRow(keys, {
			kind: "picket-change-decided",
			// Each decision is a mail of its own.
			subjectId: randomUUID(),
			to: email,
			locale,
			values: { ...links, about: titles?.[locale] ?? "", how },
		});
	});
	if (rows.length > 0) await trx.insertInto("email_deliveries").values(rows).execute();
}

async function isOver(trx: Db, id: string): Promise<boolean> {
	const { over } = await trx
		.selectFrom("pickets")
		.where("id", "=", id)
		.select(sql<boolean>`ends_at <= now()`.as("over"))
		.executeTakeFirstOrThrow();
	return over;
}

/** Ends the proposal of a picket and gives what it was. */
export async function takeProposal(trx: Db, keys: KeyRing, id: string): Promise<PicketFacts | undefined> {
	const row = await trx
		.deleteFrom("picket_proposals")
		.where("picket_id", "=", id)
		.returning("sealed")
		.executeTakeFirst();
	return row && open<PicketFacts>(keys, `picket_proposals/${id}`, row.sealed);
}

/** The change that waits, whole: for the desk and the host. */
export async function findProposal(db: Db, keys: KeyRing, id: string) {
	const row = await db
		.selectFrom("picket_proposals")
		.where("picket_id", "=", id)
		.select(["sealed", "proposed_at"])
		.executeTakeFirst();
	return row && { facts: open<PicketFacts>(keys, `picket_proposals/${id}`, row.sealed), proposedAt: row.proposed_at };
}

/** The hosts of a picket who have verified their address, with what a mail to each needs. */
export async function hostsOf(trx: Db, keys: KeyRing, picketId: string) {
	const rows = await trx
		.selectFrom("picket_hosts as h")
		.innerJoin("pickets as p", "p.id", "h.picket_id")
		.innerJoin("campaigns as c", "c.id", "p.campaign_id")
		.where("h.picket_id", "=", picketId)
		.where("h.state", "=", "active")
		.select(["h.id", "h.role", "h.sealed", "h.link_number as number", "p.key_sealed", "p.slug", "p.campaign_id"])
		.select(titles().as("titles"))
		.execute();
	return rows.flatMap(({ id, role, sealed, number, key_sealed, slug, campaign_id, titles }) =>
		sealed && key_sealed
			? [
					{
						id,
						role,
						slug,
						titles,
						campaignId: campaign_id,
						sealed: open<SealedHost>(keys, `picket_hosts/${id}`, sealed),
						token: linkToken(openFingerprintKey(keys, `pickets/${picketId}`, key_sealed), "host", id, number),
					},
				]
			: [],
	);
}

function titles(): RawBuilder<Partial<Record<Locale, string>>> {
	return sql`(select jsonb_object_agg(e.locale, e.neutral_title) from campaign_editions e
		where e.campaign_id = p.campaign_id and e.locale = any(${[...locales]}::text[]))`;
}

async function mailHosts(trx: Db, keys: KeyRing, hosts: Awaited<ReturnType<typeof hostsOf>>, changed: Changed) {
	if (changed.state !== "changed") return;
	const { becomes } = changed;
	if (becomes !== "listed" && becomes !== "rejected") return;
	const rows = hosts.map(({ id, slug, titles, token, sealed: { email, locale, origin } }) => {
		const site = `${origin}/${locale}`;
		const common = { hostLink: `${site}/host/${token}`, about: titles?.[locale] ?? "" };
		const promised = { subjectId: id, to: email, locale };
		return becomes === "listed"
			? deliveryRow(keys, {
					...promised,
					kind: "picket-listed",
					values: { ...common, link: `${site}/pickets/${slug}` },
				})
			: deliveryRow(keys, {
					...promised,
					kind: "picket-refused",
					values: { ...common, contactLink: `${site}/contact` },
				});
	});
	if (rows.length === 0) return;
	// One of each a host: a picket that is listed a second time is no news.
	await trx
		.insertInto("email_deliveries")
		.values(rows)
		.onConflict((conflict) => conflict.columns(["subject_id", "message_id"]).doNothing())
		.execute();
}
