import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { isId } from "#app/web/is-id.ts";
import type { Db } from "#db/client.ts";
import type { Action, Agreed, Performed } from "../approvals/action.ts";
import type { Act } from "../audit/acts.ts";
import { type Recorded, recordAct } from "../audit/record.server.ts";
import { namesOf } from "./names.server.ts";
import { endWithRole, shutOut } from "./shut-out.server.ts";

/** Whether a campaign has two administrators who can sign in: then one alone makes none and takes none away. */
export async function takesTwo(db: Db, campaignId: number): Promise<boolean> {
	const { rows } = await sql<{ two: boolean }>`
		select count(*) >= 2 as two from campaign_roles r join organisers o on o.id = r.organiser_id
		where r.campaign_id = ${campaignId} and r.role = 'administrator' and o.state = 'active'`.execute(db);
	return rows[0]?.two ?? false;
}

/** Somebody of the campaign, and whether they administer it. */
async function find(db: Db, subject: string, campaignId: number | null) {
	if (campaignId === null || !isId(subject)) return undefined;
	const { rows } = await sql<{ state: string; administers: boolean }>`
		select o.state, bool_or(r.role = 'administrator') as administers
		from campaign_roles r join organisers o on o.id = r.organiser_id
		where r.organiser_id = ${subject} and r.campaign_id = ${campaignId} group by o.id`.execute(db);
	return rows[0];
}

/** Whom it is about, by name. */
export const named = async (db: Db, keys: KeyRing, subject: string) => ({
	person: (await namesOf(db, keys, [subject])).get(subject) || subject,
});

const common = {
	of: "campaign",
	ask: ["administrator"],
	hours: 0,
	tells: "everyone",
	words: named,
} as const satisfies Partial<Action>;

/** Makes somebody of the campaign one of its administrators, where it has two already. */
export const grantAdministrator: Action = {
	...common,
	agree: ["administrator"],
	async facts(db, subject, campaignId) {
		const found = await find(db, subject, campaignId);
		return found && !found.administers ? {} : null;
	},
	async perform(trx, { campaignId, subject, askedBy }) {
		const { numAffectedRows = 0n } = await sql`
			insert into campaign_roles (organiser_id, campaign_id, role, granted_by)
			select distinct organiser_id, campaign_id, 'administrator', ${askedBy}::uuid from campaign_roles
			where organiser_id = ${subject} and campaign_id = ${campaignId} on conflict do nothing`.execute(trx);
		if (numAffectedRows === 0n) return { state: "failed", reason: "gone" };
		return did(trx, { act: "role.granted", campaignId, subject, figures: { role: "administrator" } });
	},
};

/** What concerns an administrator: they do not refuse it, and auditors can be the second person too. */
const against = {
	...common,
	agree: ["administrator", "auditor"],
	barred: async (_db: Db, subject: string) => [subject],
	async facts(db: Db, subject: string, campaignId: number | null) {
		const found = await find(db, subject, campaignId);
		return found?.administers && found.state === "active" ? {} : null;
	},
} as const satisfies Partial<Action>;

/** Takes the role from another administrator. */
export const revokeAdministrator: Action = {
	...against,
	async perform(trx, { campaignId, subject }) {
		if (campaignId === null || (await isLast(trx, subject))) return { state: "failed", reason: "last" };
		const { numDeletedRows } = await trx
			.deleteFrom("campaign_roles")
			.where("organiser_id", "=", subject)
			.where("campaign_id", "=", campaignId)
			.where("role", "=", "administrator")
			.executeTakeFirst();
		if (numDeletedRows === 0n) return { state: "failed", reason: "gone" };
		await endWithRole(trx, { campaignId, organiserId: subject }, null);
		return did(trx, { act: "role.revoked", campaignId, subject, figures: { role: "administrator" } });
	},
};

/** Shuts another administrator out of everything: by two who have a say wherever that one has a role. */
export const disableAdministrator: Action = {
	...against,
	async perform(trx, agreed) {
		const { campaignId, subject } = agreed;
		if (await isLast(trx, subject)) return { state: "failed", reason: "last" };
		if (!(await everywhere(trx, agreed))) return { state: "failed", reason: "elsewhere" };
		if (!(await shutOut(trx, subject, null))) return { state: "failed", reason: "gone" };
		return did(trx, { act: "organiser.disabled", campaignId, subject });
	},
};

/** Whether a campaign would be without an administrator who can sign in. */
async function isLast(trx: Db, subject: string): Promise<boolean> {
	const { rows } = await sql`
		select from campaign_roles mine where mine.organiser_id = ${subject} and mine.role = 'administrator' and not exists (
			select from campaign_roles r join organisers o on o.id = r.organiser_id
			where r.campaign_id = mine.campaign_id and r.role = 'administrator' and o.state = 'active' and o.id <> ${subject})
		limit 1`.execute(trx);
	return rows.length > 0;
}

async function everywhere(trx: Db, { askedBy, agreedBy, subject }: Agreed): Promise<boolean> {
	const lacks = (id: string, roles: readonly string[]) => sql<boolean>`not exists (
		select from campaign_roles r
		where r.organiser_id = ${id} and r.campaign_id = mine.campaign_id and r.role = any (${roles}))`;
	const { rows } = await sql`
		select from campaign_roles mine where mine.organiser_id = ${subject}
			and (${lacks(askedBy, against.ask)} or ${lacks(agreedBy, against.agree)}) limit 1`.execute(trx);
	return rows.length === 0;
}

interface Done {
	act: Act;
	campaignId: number | null;
	subject: string;
	figures?: Recorded["figures"];
}

/** Writes down what the worker did: who asked and who agreed stand in the log before. */
export async function did(trx: Db, { act, campaignId, subject, figures }: Done): Promise<Performed> {
	await recordAct(trx, { actor: null, act, campaignId: campaignId ?? undefined, about: subject, figures });
	return { state: "done" };
}
