import { sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { namesOf } from "../people/names.server.ts";
import type { SignedIn } from "../signed-in.ts";
import type { Facts, Words } from "./action.ts";
import { type ActionName, actionOf, isAction } from "./actions.server.ts";
import { factsOf } from "./approvals.server.ts";
import { mayAgree, mayRefuse } from "./may.ts";
import { type PageOfAction, pageOf } from "./page-of.ts";

export type ApprovalState = "asked" | "agreed" | "done" | "refused" | "expired" | "failed";

/** One approval as an organiser sees it. */
export interface Listed {
	id: string;
	action: ActionName;
	/** The campaign's title; null for the whole site. */
	campaign: string | null;
	/** Where it can be looked at; null where nowhere, or not by this organiser. */
	page: PageOfAction | null;
	subject: string;
	/** Null when its subject is over or gone. */
	facts: Facts | null;
	/** Null for who neither agrees nor refuses, and where there are none. */
	words: Words | null;
	state: ApprovalState;
	askedBy: string;
	agreedBy: string | null;
	askedAt: Date;
	/** When it will be performed, where that is still to come. */
	due: Date | null;
	mine: boolean;
	mayAgree: boolean;
	mayRefuse: boolean;
}

interface Row {
	id: string;
	action: string;
	/** Its slug. */
	campaign: string | null;
	campaignId: number | null;
	subject: string;
	state: ApprovalState;
	askedBy: string;
	agreedBy: string | null;
	askedAt: Date;
	due: Date | null;
	begun: boolean;
	asked: Facts | null;
}

/** What waits, and what ended within seven days, in the organiser's campaigns and for the whole site; newest first. */
export async function listApprovals(db: Db, keys: KeyRing, organiser: SignedIn): Promise<Listed[]> {
	const campaigns = [...organiser.campaigns.values()].map(({ id }) => id);
	const { rows } = await sql<Row>`
		select a.id, a.action, c.slug as campaign, a.campaign_id as "campaignId", a.subject, a.state, a.asked_by as "askedBy",
			a.agreed_by as "agreedBy", a.asked_at as "askedAt", case when a.not_before > now() then a.not_before end as due,
			a.tried_at is not null as begun, a.facts as asked
		from approvals a left join campaigns c on c.id = a.campaign_id
		where (a.campaign_id is null or a.campaign_id = any (${campaigns}::int[]))
			and (a.ended_at is null or a.ended_at > now() - interval '7 days')
		order by a.asked_at desc, a.id limit 200`.execute(db);
	const names = await namesOf(
		db,
		keys,
		rows.flatMap(({ askedBy, agreedBy }) => (agreedBy ? [askedBy, agreedBy] : [askedBy])),
	);
	const listed = rows.map(async (row): Promise<Listed[]> => {
		if (!isAction(row.action)) return [];
		const action = actionOf(row.action);
		const { begun, campaign: slug, campaignId, asked, ...shown } = row;
		const open = row.state === "asked" || row.state === "agreed";
		const barred = open ? ((await action.barred?.(db, row.subject)) ?? []) : [];
		const may = {
			mayAgree: mayAgree(action, organiser, row),
			mayRefuse: mayRefuse(action, organiser, { ...row, barred }),
		};
		const words = may.mayAgree || may.mayRefuse ? await action.words?.(db, keys, row.subject, campaignId) : null;
		return [
			{
				...shown,
				campaign: slug && (organiser.campaigns.get(slug)?.title ?? slug),
				page: pageOf(row.action, slug, organiser),
				action: row.action,
				facts: open ? await factsOf(db, row.action, { subject: row.subject, campaignId, asked }) : null,
				words: words ?? null,
				askedBy: names.get(row.askedBy) ?? "",
				agreedBy: row.agreedBy && (names.get(row.agreedBy) ?? ""),
				mine: row.askedBy === organiser.id,
				...may,
			},
		];
	});
	return (await Promise.all(listed)).flat();
}
