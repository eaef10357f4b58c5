import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { Role } from "../access.ts";
import { recordAct } from "../audit/record.server.ts";

/** Who changes whom, in which campaign: an administrator there, as the guard made sure. */
export interface Change {
	actor: string;
	campaignId: number;
	organiserId: string;
}

/**
 * What a change came to. `last`: the campaign would be left without an administrator who can sign in, which Postgres
 * refuses, also of two who remove each other at once. `elsewhere`: they work in a campaign of others too.
 */
export type Changed = "done" | "unknown" | "last" | "elsewhere";

/** Gives somebody of the campaign one more role. */
export function grantRole(db: Db, { actor, campaignId, organiserId }: Change, role: Role): Promise<Changed> {
	return change(db, async (trx) => {
		const { rows } = await sql<{ granted: boolean }>`
			with theirs as (
				select organiser_id from campaign_roles where organiser_id::text = ${organiserId} and campaign_id = ${campaignId} limit 1),
			granted as (
				insert into campaign_roles (organiser_id, campaign_id, role) select organiser_id, ${campaignId}, ${role} from theirs
				on conflict do nothing returning 1)
			select exists (select from granted) as granted from theirs`.execute(trx);
		const [found] = rows;
		if (!found) return "unknown";
		if (found.granted)
			await recordAct(trx, { actor, act: "role.granted", campaignId, about: organiserId, figures: { role } });
		return "done";
	});
}

/** Takes a role away; without any they are no longer in the campaign. */
export function revokeRole(db: Db, { actor, campaignId, organiserId }: Change, role: Role): Promise<Changed> {
	return change(db, async (trx) => {
		const { numAffectedRows } = await sql`
			delete from campaign_roles
			where organiser_id::text = ${organiserId} and campaign_id = ${campaignId} and role = ${role}`.execute(trx);
		if (!numAffectedRows) return "unknown";
		await recordAct(trx, { actor, act: "role.revoked", campaignId, about: organiserId, figures: { role } });
		return "done";
	});
}

/** Their campaigns are all ones that the actor administers: whoever works elsewhere too is not one campaign's to shut out. */
const allMine = (actor: string) => sql<boolean>`not exists (
	select from campaign_roles r where r.organiser_id = o.id and r.campaign_id not in (
		select campaign_id from campaign_roles where organiser_id = ${actor} and role = 'administrator'))`;

const inCampaign = ({ campaignId, organiserId }: Change) => sql<boolean>`o.id::text = ${organiserId} and exists (
	select from campaign_roles r where r.organiser_id = o.id and r.campaign_id = ${campaignId})`;

/** Shuts somebody out of everything at once: sessions and links end with it. */
export function disable(db: Db, who: Change): Promise<Changed> {
	return move(db, who, "organiser.disabled", async (trx, organiserId) => {
		const { numAffectedRows } = await sql`
			update organisers set state = 'disabled' where id = ${organiserId} and state = 'active'`.execute(trx);
		await sql`delete from organiser_sessions where organiser_id = ${organiserId}`.execute(trx);
		await sql`delete from organiser_links where organiser_id = ${organiserId}`.execute(trx);
		return Number(numAffectedRows ?? 0);
	});
}

/** Lets somebody who was shut out sign in again, with the password and the code they had. */
export function enable(db: Db, who: Change): Promise<Changed> {
	return move(db, who, "organiser.enabled", async (trx, organiserId) => {
		const { numAffectedRows } = await sql`
			update organisers set state = 'active' where id = ${organiserId} and state = 'disabled'`.execute(trx);
		return Number(numAffectedRows ?? 0);
	});
}

/** Forgets somebody who has not come in yet: their address goes with their link. */
export function withdrawInvitation(db: Db, who: Change): Promise<Changed> {
	return move(db, who, "organiser.invitation-withdrawn", async (trx, organiserId) => {
		const { numAffectedRows } = await sql`
			delete from organisers where id = ${organiserId} and state = 'invited'`.execute(trx);
		return Number(numAffectedRows ?? 0);
	});
}

async function move(
	db: Db,
	who: Change,
	act: "organiser.disabled" | "organiser.enabled" | "organiser.invitation-withdrawn",
	work: (trx: Db, organiserId: string) => Promise<number>,
): Promise<Changed> {
	return change(db, async (trx) => {
		const { rows } = await sql<{ id: string; mine: boolean }>`
			select o.id, ${allMine(who.actor)} as mine from organisers o where ${inCampaign(who)} for update`.execute(trx);
		const [found] = rows;
		if (!found) return "unknown";
		if (!found.mine) return "elsewhere";
		if ((await work(trx, found.id)) === 0) return "unknown";
		await recordAct(trx, { actor: who.actor, act, campaignId: who.campaignId, about: found.id });
		return "done";
	});
}

async function change(db: Db, work: (trx: Db) => Promise<Changed>): Promise<Changed> {
	try {
		return await inTransaction(db, work);
	} catch (error) {
		if (error instanceof Error && "constraint" in error && error.constraint === "last_administrator") return "last";
		throw error;
	}
}
