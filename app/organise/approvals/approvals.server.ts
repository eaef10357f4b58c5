import { sql } from "kysely";
import type { Translate } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";
import { tellOrganisers } from "../notices.server.ts";
import type { SignedIn } from "../signed-in.ts";
import type { Action, Facts } from "./action.ts";
import { type ActionName, actionOf, isAction } from "./actions.server.ts";
import { areApart } from "./apart.server.ts";
import { mayAgree, mayAsk, mayRefuse } from "./may.ts";

/** Who does it, and what mails about it need. */
export interface Asking {
	keys: KeyRing;
	/** Where the site is, for the links of mails. */
	origin: string;
	organiser: Pick<SignedIn, "id" | "campaigns" | "steppedUp" | "locked">;
}

/** What is asked for. */
export interface Asked {
	action: ActionName;
	/** Absent for what concerns the whole installation. */
	campaign?: { id: number; slug: string };
	/** An id or a slug. */
	subject: string;
}

/** What asking came to; `waits` when the same has been asked for and is not over. */
export type AskOutcome = { state: "asked"; id: string } | { state: "waits" | "unknown" | "not yours" };

/**
 * Asks for something that takes two, once however often it is pressed, and mails those who may agree. Call
 * `app.wakeMailer` afterwards.
 */
export async function askApproval(
	db: Db,
	asking: Asking,
	{ action: name, campaign, subject }: Asked,
): Promise<AskOutcome> {
	const action = actionOf(name);
	const { organiser } = asking;
	if ((action.of === "campaign") !== (campaign !== undefined)) return { state: "unknown" };
	if (!mayAsk(action, organiser, campaign?.slug ?? null)) return { state: "not yours" };
	return inTransaction(db, async (trx) => {
		const facts = await action.facts(trx, subject, campaign?.id ?? null);
		if (!facts) return { state: "unknown" };
		const { rows } = await sql<{ id: string }>`
			insert into approvals (action, campaign_id, subject, asked_by, facts)
			values (${name}, ${campaign?.id ?? null}, ${subject}, ${organiser.id}, ${JSON.stringify(facts)}::jsonb)
			on conflict do nothing returning id`.execute(trx);
		const [asked] = rows;
		if (!asked) return { state: "waits" };
		await tell(trx, asking, action, campaign?.id ?? null, (t) =>
			t("organise.approvals.mail.asked", { what: t(`organise.action.${name}`) }),
		);
		await recordAct(trx, {
			actor: organiser.id,
			act: "approval.asked",
			campaignId: campaign?.id,
			about: subject,
			figures: { ...facts, action: figure(name) },
		});
		return { state: "asked", id: asked.id };
	});
}

/**
 * What a decision came to; `too late` when somebody was quicker, or its time is over; `too new` when the role by which it
 * would be agreed to was given a moment ago; `one hand` when one of the two brought the other in, or somebody both; `step up` when the second factor is too old, or all sessions are locked.
 */
export type Decided = "agreed" | "refused" | "too late" | "too new" | "one hand" | "step up" | "not yours" | "unknown";

/** Hours for which a role that an organiser gave agrees to nothing: everybody was mailed, and can object. */
const NEW_HOURS = 48;

/**
 * The second person's yes: it is performed by the worker, at once or after its hours.
 * @param only what this page agrees to; another action is unknown there
 */
export function agree(db: Db, asking: Asking, id: string, only?: ActionName): Promise<Decided> {
	const { organiser } = asking;
	return decide(db, asking, id, mayAgree, async (trx, row, action) => {
		if (only !== undefined && row.action !== only) return "unknown";
		if ((organiser.locked && !action.whileLocked) || !(organiser.steppedUp || action.noStepUp)) return "step up";
		if (!(await hasSettled(trx, organiser.id, action, row.campaignId))) return "too new";
		if (action.apart && !(await areApart(trx, row.campaignId, row.askedBy, organiser.id))) return "one hand";
		const { rows } = await sql<{ notBefore: Date }>`
			update approvals set state = 'agreed', agreed_by = ${asking.organiser.id},
				not_before = now() + make_interval(hours => ${action.hours}::int)
			where id = ${id} and state = 'asked' and asked_by <> ${asking.organiser.id} and expires_at > now()
			returning not_before as "notBefore"`.execute(trx);
		if (rows.length === 0) return "too late";
		if (action.hours > 0)
			await tell(trx, asking, { ...action, tells: "everyone" }, row.campaignId, (t) =>
				t("organise.approvals.mail.waits", { what: t(`organise.action.${row.action}`), hours: action.hours }),
			);
		return "agreed";
	});
}

/** Whether a role by which somebody agrees is old enough, or the operator's word. */
async function hasSettled(trx: Db, id: string, { agree: roles }: Action, campaignId: number | null): Promise<boolean> {
	const { rows } = await sql`
		select from campaign_roles where organiser_id = ${id} and role = any (${roles})
			and campaign_id = coalesce(${campaignId}::int, campaign_id)
			and (granted_by is null or granted_at <= now() - make_interval(hours => ${NEW_HOURS}::int)) limit 1`.execute(trx);
	return rows.length > 0;
}

/** Anybody's no who is concerned: it ends what was asked for or agreed to, unless it has been performed. */
export function refuse(db: Db, asking: Asking, id: string): Promise<Decided> {
	return decide(db, asking, id, mayRefuse, async (trx, _row, action) => {
		const { numAffectedRows } = await sql`
			update approvals set state = 'refused', refused_by = ${asking.organiser.id}, ended_at = now()
			where id = ${id} and (state = 'asked'
				or state = 'agreed' and ${!action.final}::boolean and (tried_at is null or ${!action.work}::boolean))`.execute(
			trx,
		);
		return numAffectedRows ? "refused" : "too late";
	});
}

interface Row {
	action: ActionName;
	campaign: string | null;
	campaignId: number | null;
	subject: string;
	askedBy: string;
	state: string;
	begun: boolean;
}

async function decide(
	db: Db,
	{ organiser }: Asking,
	id: string,
	may: typeof mayRefuse,
	move: (trx: Db, row: Row, action: Action) => Promise<Decided>,
): Promise<Decided> {
	return inTransaction(db, async (trx) => {
		const row = await find(trx, id);
		if (!row || (row.campaign !== null && !organiser.campaigns.has(row.campaign))) return "unknown";
		const action = actionOf(row.action);
		const weighed = { ...row, barred: (await action.barred?.(trx, row.subject)) ?? [] };
		if (!may(action, organiser, { ...weighed, state: "asked", begun: false })) return "not yours";
		if (!may(action, organiser, weighed)) return "too late";
		const decided = await move(trx, row, action);
		if (decided === "agreed" || decided === "refused")
			await recordAct(trx, {
				actor: organiser.id,
				act: `approval.${decided}`,
				campaignId: row.campaignId ?? undefined,
				about: row.subject,
				figures: { action: figure(row.action) },
			});
		return decided;
	});
}

async function find(db: Db, id: string): Promise<Row | undefined> {
	const { rows } = await sql<Omit<Row, "action"> & { action: string }>`
		select a.action, a.campaign_id as "campaignId", c.slug as campaign, a.subject, a.asked_by as "askedBy",
			a.state, a.tried_at is not null as begun
		from approvals a left join campaigns c on c.id = a.campaign_id where a.id::text = ${id}`.execute(db);
	const [row] = rows;
	return row && isAction(row.action) ? { ...row, action: row.action } : undefined;
}

/** Mails those who may agree, or everyone: never who does it themselves. */
async function tell(
	trx: Db,
	{ keys, origin, organiser }: Asking,
	action: Action,
	campaignId: number | null,
	text: (t: Translate) => string,
): Promise<void> {
	const campaigns =
		campaignId === null ? (await trx.selectFrom("campaigns").select("id").execute()).map(({ id }) => id) : [campaignId];
	await tellOrganisers(trx, keys, {
		campaigns,
		text,
		link: `${origin}/organise/approvals`,
		except: organiser.id,
		...(action.tells === "who may agree" && { roles: action.agree }),
	});
}

/** An action's name as the audit log takes it. */
export function figure(name: ActionName): string {
	return name.replaceAll(".", "-");
}

/**
 * What an approval is about, for its page: as `facts` says now, or said when it was asked for where counting takes long;
 * null when its subject is gone.
 * @param asked the facts of then
 */
export async function factsOf(
	db: Db,
	name: ActionName,
	{ subject, campaignId, asked }: { subject: string; campaignId: number | null; asked: Facts | null },
): Promise<Facts | null> {
	const action = actionOf(name);
	if (!action.stands || !asked) return action.facts(db, subject, campaignId);
	return (await action.stands(db, subject, campaignId)) ? asked : null;
}
