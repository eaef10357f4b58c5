import { sql } from "kysely";
import type { MessageKey } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { Role } from "../access.ts";
import { recordAct } from "../audit/record.server.ts";
import { tellOrganisers } from "../notices.server.ts";
import { takesTwo } from "./administrators.server.ts";
import { endWithRole, shutOut } from "./shut-out.server.ts";

/** Who changes whom, in which campaign: an administrator there, as the guard made sure. */
export interface Change {
	keys: KeyRing;
	/** Where the site is, for the link of the mail to everybody. */
	origin: string;
	actor: string;
	campaignId: number;
	organiserId: string;
}

/**
 * What a change came to. `last`: the campaign would be left without an administrator who can sign in, which Postgres
 * refuses, also of two who remove each other at once. `elsewhere`: they work in a campaign of others too.
 * `two`: it makes or takes away an administrator where there are two, or makes a member of the committee, and takes two.
 */
export type Changed = "done" | "unknown" | "last" | "elsewhere" | "two";

/** Everybody of the campaign hears of it: who is made to bring somebody in, or to send somebody away, is seen. */
async function tell(trx: Db, { keys, origin, campaignId, actor }: Change, what: MessageKey): Promise<void> {
	await tellOrganisers(trx, keys, {
		campaigns: [campaignId],
		text: (t) => t(what),
		link: `${origin}/organise`,
		except: actor,
	});
}

/** Gives somebody of the campaign one more role. */
export function grantRole(db: Db, who: Change, role: Role): Promise<Changed> {
	const { actor, campaignId, organiserId } = who;
	return change(db, async (trx) => {
		if (role === "committee" || (role === "administrator" && (await takesTwo(trx, campaignId)))) return "two";
		const { rows } = await sql<{ granted: boolean }>`
			with theirs as (
				select organiser_id from campaign_roles where organiser_id::text = ${organiserId} and campaign_id = ${campaignId} limit 1),
			granted as (
				insert into campaign_roles (organiser_id, campaign_id, role, granted_by)
				select organiser_id, ${campaignId}, ${role}, ${actor}::uuid from theirs
				on conflict do nothing returning 1)
			select exists (select from granted) as granted from theirs`.execute(trx);
		const [found] = rows;
		if (!found) return "unknown";
		if (!found.granted) return "done";
		await tell(trx, who, "organise.people.mail.granted");
		await recordAct(trx, { actor, act: "role.granted", campaignId, about: organiserId, figures: { role } });
		return "done";
	});
}

/** Takes a role away; without any they are no longer in the campaign. */
export function revokeRole(db: Db, who: Change, role: Role): Promise<Changed> {
	const { actor, campaignId, organiserId } = who;
	return change(db, async (trx) => {
		if (role === "administrator" && organiserId !== actor && (await takesTwo(trx, campaignId))) return "two";
		const { numAffectedRows } = await sql`
			delete from campaign_roles
			where organiser_id::text = ${organiserId} and campaign_id = ${campaignId} and role = ${role}`.execute(trx);
		if (!numAffectedRows) return "unknown";
		await endWithRole(trx, who, actor);
		await tell(trx, who, "organise.people.mail.revoked");
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

/** Shuts somebody out of everything at once; an administrator only by two, or by themselves. */
export function disable(db: Db, who: Change): Promise<Changed> {
	return move(db, who, "organiser.disabled", async (trx, organiserId) => {
		const roles = await trx
			.selectFrom("campaign_roles")
			.where("organiser_id", "=", organiserId)
			.where("role", "=", "administrator")
			.select("campaign_id")
			.execute();
		// Whoever administers one of all the campaigns that are the actor's is the second administrator there.
		if (roles.length > 0 && organiserId !== who.actor && (await isActive(trx, organiserId)))
			return roles.some(({ campaign_id }) => campaign_id === who.campaignId) ? "two" : "elsewhere";
		if (!(await shutOut(trx, organiserId, who.actor))) return "unknown";
		await tell(trx, who, "organise.people.mail.disabled");
		return "done";
	});
}

async function isActive(trx: Db, id: string): Promise<boolean> {
	const { rows } = await sql`select from organisers where id = ${id} and state = 'active'`.execute(trx);
	return rows.length > 0;
}

/** Lets somebody who was shut out sign in again, with the password and the code they had. */
export function enable(db: Db, who: Change): Promise<Changed> {
	return move(db, who, "organiser.enabled", async (trx, organiserId) => {
		const { numAffectedRows } = await sql`
			update organisers set state = 'active' where id = ${organiserId} and state = 'disabled'`.execute(trx);
		return numAffectedRows ? "done" : "unknown";
	});
}

/** Forgets somebody who has not come in yet: their address goes with their link. */
export function withdrawInvitation(db: Db, who: Change): Promise<Changed> {
	return move(db, who, "organiser.invitation-withdrawn", async (trx, organiserId) => {
		const { numAffectedRows } = await sql`
			delete from organisers where id = ${organiserId} and state = 'invited'`.execute(trx);
		return numAffectedRows ? "done" : "unknown";
	});
}

async function move(
	db: Db,
	who: Change,
	act: "organiser.disabled" | "organiser.enabled" | "organiser.invitation-withdrawn",
	work: (trx: Db, organiserId: string) => Promise<Changed>,
): Promise<Changed> {
	return change(db, async (trx) => {
		const { rows } = await sql<{ id: string; mine: boolean }>`
			select o.id, ${allMine(who.actor)} as mine from organisers o where ${inCampaign(who)} for update`.execute(trx);
		const [found] = rows;
		if (!found) return "unknown";
		if (!found.mine) return "elsewhere";
		const came = await work(trx, found.id);
		if (came !== "done") return came;
		await recordAct(trx, { actor: who.actor, act, campaignId: who.campaignId, about: found.id });
		return "done";
	});
}

/** Runs a change in one transaction; a campaign that would be left without an administrator makes it `last`. */
export async function change(db: Db, work: (trx: Db) => Promise<Changed>): Promise<Changed> {
	try {
		return await inTransaction(db, work);
	} catch (error) {
		if (error instanceof Error && "constraint" in error && error.constraint === "last_administrator") return "last";
		throw error;
	}
}
