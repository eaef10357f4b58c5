import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { newToken } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { sealWords } from "./endorsement.server.ts";
import type { CheckWay, OrganisationKind } from "./organisation.ts";

/** An endorsement that the desk enters: what a body has adopted, and how the desk knows, where it does. */
export interface Entry {
	name: string;
	kind: OrganisationKind;
	/** The name of the body above it, among these entries or those that are there; empty for none. */
	parent: string;
	country: string;
	members: number | null;
	web: string | null;
	nameWithheld: boolean;
	/** `YYYY-MM-DD`. */
	adoptedOn: string;
	evidence: string;
	/** Null for what has still to be checked. */
	checkWay: CheckWay | null;
}

export interface Entered {
	campaignId: number;
	/** What is new: the rest was there already, by name and by the body above it. */
	ids: { id: string; entry: Entry; state: "adopted" | "checked" | "shown" }[];
}

interface Placed {
	id: string;
	/** Lower case. */
	name: string;
	parentId: string | null;
}

/**
 * Enters endorsements at the desk, each once: what has its name and the body above it already is left as it is. None but
 * a sample arrives shown: somebody else shows what one has entered and checked. A few statements, however many.
 * @param trx a transaction: two who enter at once come one after the other
 * @param entries an entry's body above it stands before it
 * @param by the organiser's id; null for samples
 */
export async function enterEndorsements(
	trx: Db,
	keys: KeyRing,
	petition: string,
	entries: readonly Entry[],
	{ by, sample = false }: { by: string | null; sample?: boolean },
): Promise<Entered> {
	const { id: petitionId, campaign_id: campaignId } = await trx
		.selectFrom("petitions")
		.where("slug", "=", petition)
		.select(["id", "campaign_id"])
		.executeTakeFirstOrThrow();
	await sql`select from campaigns where id = ${campaignId} for no key update`.execute(trx);
	const { rows: there } = await sql<Placed & { endorsed: boolean }>`
		select o.id, lower(o.name) as name, o.parent_id as "parentId", exists (
			select from endorsements e where e.organisation_id = o.id and e.petition_id = ${petitionId}) as endorsed
		from organisations o where o.campaign_id = ${campaignId} and not exists (
			select from endorsements e where e.organisation_id = o.id and (e.state = 'unverified' or e.merged_into is not null))
		order by o.id`.execute(trx);
	const { bodies, endorsing } = place(entries, there);
	if (bodies.length > 0)
		await trx
			.insertInto("organisations")
			.values(
				bodies.map(({ id, parentId, entry }) => ({
					id,
					campaign_id: campaignId,
					parent_id: parentId,
					kind: entry.kind,
					name: entry.name,
					country: entry.country,
					members: entry.members,
					web: entry.web,
					name_withheld: entry.nameWithheld,
					sample,
				})),
			)
			.execute();
	const rows = endorsing.map(({ organisationId, entry }) => {
		const id = randomUUID();
		const checked = entry.checkWay !== null;
		const state = !checked ? ("adopted" as const) : sample ? ("shown" as const) : ("checked" as const);
		return {
			id,
			petition_id: petitionId,
			organisation_id: organisationId,
			state,
			adopted_on: entry.adoptedOn,
			check_way: entry.checkWay,
			entered_by: by,
			checked_by: checked ? by : null,
			checked_on: checked ? sql<string>`current_date` : null,
			to_check_since: checked ? null : sql<Date>`date_trunc('hour', now())`,
			code: `b-${newToken().slice(0, 12)}`,
			words_sealed: sample ? null : sealWords(keys, id, { evidence: entry.evidence, parent: "", note: "" }),
		};
	});
	if (rows.length > 0) {
		const sources = rows.map(({ code }) => ({ petition_id: petitionId, code, kind: "branch", label: "" }));
		await trx.insertInto("petition_sources").values(sources).execute();
		await trx.insertInto("endorsements").values(rows).execute();
	}
	const ids = rows.flatMap(({ id, state }, i) => (endorsing[i] ? [{ id, state, entry: endorsing[i].entry }] : []));
	return { campaignId, ids };
}

/** Which bodies are new and where each stands, and which of all have not endorsed yet. */
function place(entries: readonly Entry[], there: readonly (Placed & { endorsed: boolean })[]) {
	const byName = new Map<string, string>();
	const byPlace = new Map<string, { id: string; endorsed: boolean }>();
	for (const { id, name, parentId, endorsed } of there) {
		if (!byName.has(name)) byName.set(name, id);
		byPlace.set(`${parentId ?? ""}/${name}`, { id, endorsed });
	}
	const bodies: { id: string; parentId: string | null; entry: Entry }[] = [];
	const endorsing: { organisationId: string; entry: Entry }[] = [];
	for (const entry of entries) {
		const name = entry.name.toLowerCase();
		const parentId = byName.get(entry.parent.toLowerCase()) ?? null;
		const known = byPlace.get(`${parentId ?? ""}/${name}`);
		if (known?.endorsed) continue;
		const id = known?.id ?? randomUUID();
		if (!known) bodies.push({ id, parentId, entry });
		if (!byName.has(name)) byName.set(name, id);
		byPlace.set(`${parentId ?? ""}/${name}`, { id, endorsed: true });
		endorsing.push({ organisationId: id, entry });
	}
	return { bodies, endorsing };
}
