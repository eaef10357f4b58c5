import { type RawBuilder, sql } from "kysely";
import { type Locale, locales } from "#app/i18n/translate.ts";
import { openFingerprintKey } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import type { Db } from "#db/client.ts";
import { deliveryRow } from "#emails/outbox.ts";
import { type Changed, changePicket } from "../change.server.ts";
import type { PicketFacts } from "../facts.ts";
import { linkToken } from "../link-token.server.ts";
import type { SealedHost } from "./host.server.ts";
import { trustHost } from "./trust.server.ts";

/** What a moderator decides of a picket. */
export type PicketDecision = "list" | "list-and-trust" | "link-only" | "refuse";
const eventOf = { list: "list", "list-and-trust": "list", "link-only": "link-only", refuse: "refuse" } as const;

/**
 * Does what a moderator has decided of a picket and mails its hosts when it is listed or refused. One that is listed
 * already, as a trusted host's is, stays as it is.
 */
export async function decidePicket(trx: Db, keys: KeyRing, id: string, decision: PicketDecision): Promise<void> {
	const changed = await changePicket(trx, keys, id, { event: eventOf[decision] });
	const hosts = await hostsOf(trx, keys, id);
	const [first] = hosts.filter(({ role }) => role === "host");
	if (decision === "list-and-trust" && first)
		await trustHost(trx, keys, first.campaignId, first.sealed.email, "listed before");
	await mailHosts(trx, keys, hosts, changed);
}

/** Makes a proposed change what stands, or drops it; what was already live is only read. */
export async function decideProposal(trx: Db, keys: KeyRing, id: string, accept: boolean): Promise<void> {
	const proposal = await trx
		.deleteFrom("picket_proposals")
		.where("picket_id", "=", id)
		.returning("sealed")
		.executeTakeFirst();
	if (proposal && accept)
		await changePicket(trx, keys, id, { facts: open<PicketFacts>(keys, `picket_proposals/${id}`, proposal.sealed) });
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

async function hostsOf(trx: Db, keys: KeyRing, picketId: string) {
	const rows = await trx
		.selectFrom("picket_hosts as h")
		.innerJoin("pickets as p", "p.id", "h.picket_id")
		.innerJoin("campaigns as c", "c.id", "p.campaign_id")
		.where("h.picket_id", "=", picketId)
		.where("h.state", "=", "active")
		.select(["h.id", "h.role", "h.sealed", "p.key_sealed", "p.slug", "p.campaign_id"])
		.select(titles().as("titles"))
		.execute();
	return rows.flatMap(({ id, role, sealed, key_sealed, slug, campaign_id, titles }) =>
		sealed && key_sealed
			? [
					{
						id,
						role,
						slug,
						titles,
						campaignId: campaign_id,
						sealed: open<SealedHost>(keys, `picket_hosts/${id}`, sealed),
						token: linkToken(openFingerprintKey(keys, `pickets/${picketId}`, key_sealed), "host", id),
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
