import { sql } from "kysely";
import type { App } from "#app/context.ts";
import { alarmsOfPetition, heldDomains } from "#app/petitions/abuse/held-domains.server.ts";
import { trustHeldDomain } from "#app/petitions/abuse/hold.server.ts";
import { type InvalidationRule, readRule } from "#app/petitions/abuse/invalidation-rule.server.ts";
import {
	cancelInvalidation,
	listInvalidations,
	previewInvalidation,
} from "#app/petitions/abuse/invalidations.server.ts";
import { breakdown } from "#app/petitions/abuse/matching.server.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";
import type { OwnCampaign } from "../signed-in.ts";

/** A petition of a campaign of the desk. */
export interface At {
	campaign: Pick<OwnCampaign, "id" | "slug">;
	/** The petition's slug. */
	petition: string;
}

/** Everything that the quarantine page shows: counts and days, no names; null when the campaign has no such petition. */
export async function readQuarantine(db: Db, { campaign, petition }: At) {
	const found = await findPetition(db, { campaign, petition });
	if (!found) return null;
	const [domains, alarms, invalidations, waiting] = await Promise.all([
		heldDomains(db, campaign.id, { petition }),
		alarmsOfPetition(db, campaign.id, petition),
		listInvalidations(db, petition),
		db
			.selectFrom("approvals")
			.where("campaign_id", "=", campaign.id)
			.where("action", "in", ["signatures.invalidate", "signatures.restore"])
			.where("state", "in", ["asked", "agreed"])
			.select("subject")
			.execute(),
	]);
	const asked = new Set(waiting.map(({ subject }) => subject));
	const shown = invalidations.map((one) => ({ ...one, asked: asked.has(String(one.id)) }));
	const preview = shown.find(({ state }) => state === "preview");
	return {
		domains,
		alarms: alarms.map(({ kind, raisedAt }) => ({ kind, day: raisedAt.toISOString().slice(0, 10) })),
		invalidations: shown,
		shares: preview ? await sharesOf(db, found.id, preview.id) : [],
	};
}

async function sharesOf(db: Db, petitionId: number, id: number) {
	const { rule } = await db.selectFrom("invalidations").where("id", "=", id).select("rule").executeTakeFirstOrThrow();
	return breakdown(db, petitionId, rule as InvalidationRule);
}

/** The slugs of a campaign's petitions. */
export async function petitionsOf(db: Db, campaignId: number): Promise<string[]> {
	const rows = await db
		.selectFrom("petitions")
		.where("campaign_id", "=", campaignId)
		.orderBy("id")
		.select("slug")
		.execute();
	return rows.map(({ slug }) => slug);
}

function findPetition(db: Db, { campaign, petition }: At): Promise<{ id: number } | undefined> {
	return db
		.selectFrom("petitions")
		.where("campaign_id", "=", campaign.id)
		.where("slug", "=", petition)
		.select("id")
		.executeTakeFirst();
}

/** Trusts a held domain and counts what was held of it; false when the campaign holds none by that id. */
export async function trustDomain(app: App, { campaign, petition }: At, by: string, id: string): Promise<boolean> {
	const [held] = await heldDomains(app.db, campaign.id, { petition, id });
	if (!held) return false;
	await inTransaction(app.db, async (trx) => {
		const released = await trustHeldDomain(trx, campaign.id, id);
		await recordAct(trx, {
			actor: by,
			act: "domain.trusted",
			campaignId: campaign.id,
			about: id,
			figures: { released },
		});
	});
	app.pagesChanged("at once");
	return true;
}

/** A rule as the form gives it: `held` is the id of a held domain. */
export type TypedRule = Record<
	"from" | "to" | "country" | "locale" | "source" | "visibility" | "state" | "held",
	string
>;

/** Writes a rule down and how many signatures it finds; changes none. False when it is no rule. */
export async function previewRule(app: App, at: At, by: string, { held, ...typed }: TypedRule): Promise<boolean> {
	const { campaign } = at;
	const petition = await findPetition(app.db, at);
	const domain = held === "" ? undefined : await printOf(app.db, at, held);
	const given = Object.fromEntries(
		Object.entries(typed).map(([name, value]) => [name, value === "" ? undefined : value]),
	);
	const rule = readRule({ ...given, domain });
	if (!petition || "refused" in rule || (held !== "" && !domain)) return false;
	await inTransaction(app.db, async (trx) => {
		const { id, matched } = await previewInvalidation(trx, petition.id, rule);
		const record = { actor: by, act: "invalidation.previewed", campaignId: campaign.id, about: String(id) } as const;
		await recordAct(trx, { ...record, figures: { matched } });
	});
	return true;
}

async function printOf(db: Db, { campaign, petition }: At, id: string): Promise<string | undefined> {
	const { rows } = await sql<{ print: string }>`
		select encode(v.fingerprint, 'hex') as print from domain_verdicts v join petitions p on p.id = v.petition_id
		where v.id = ${id} and p.slug = ${petition} and p.campaign_id = ${campaign.id}`.execute(db);
	return rows[0]?.print;
}

/** Ends an invalidation before its end: what is out stays out until two bring it back. False when there is nothing to do. */
export async function stopInvalidation(app: App, at: At, by: string, id: number): Promise<boolean> {
	const petition = await findPetition(app.db, at);
	const own = petition && (await listInvalidations(app.db, at.petition)).some((one) => one.id === id);
	if (!own) return false;
	return inTransaction(app.db, async (trx) => {
		if (!(await cancelInvalidation(trx, id))) return false;
		await recordAct(trx, {
			actor: by,
			act: "invalidation.cancelled",
			campaignId: at.campaign.id,
			about: String(id),
		});
		return true;
	});
}
