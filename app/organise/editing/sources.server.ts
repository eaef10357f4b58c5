import { sql } from "kysely";
import { checkSource, type Issue, type SourceWords } from "#app/campaigns/content/check-document.server.ts";
import { lockTexts } from "#app/campaigns/versions.server.ts";
import { unreadable } from "#app/web/form.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";

/** A source in the list of its campaign. */
export interface ListedSource extends SourceWords {
	/** How many documents cite it, in what readers see, the newest versions and what is scheduled. */
	cited: number;
}

/** Why a source's field is refused. */
export type SourceErrors = Partial<Record<keyof SourceWords, Issue["problem"] | "unreadable" | "taken">>;

/** The sources of a campaign in the order of their numbers. */
export async function sourcesIn(db: Db, campaignId: number): Promise<ListedSource[]> {
	const { rows } = await sql<Omit<ListedSource, "url"> & { url: string | null }>`
		with current as (
			select distinct on (t.id, v.locale) t.path, v.matter, v.body
			from texts t join text_versions v on v.text_id = t.id
			where t.campaign_id = ${campaignId} and t.removed_at is null
			order by t.id, v.locale, v.number desc
		), said as (
			select path, matter, body from current
			union all
			select path, matter, body from campaign_documents where campaign_id = ${campaignId}
			union all
			select t.path, v.matter, v.body from text_schedules c join text_versions v on v.id = c.version_id
			join texts t on t.id = c.text_id where t.campaign_id = ${campaignId}
		)
		select s.id, s.cite, s.published as date, s.url, s.language, (
			select count(distinct path)::int from said
			where matter::text like '%"' || s.id || '"%' or body like '%[' || s.id || ']%'
		) as cited
		from campaign_sources s where s.campaign_id = ${campaignId} order by s.position`.execute(db);
	return rows.map(({ url, ...source }) => ({ ...source, url: url ?? "" }));
}

interface Change {
	campaignId: number;
	actor: string;
	words: SourceWords;
}

/** Adds a source behind the others. Its id is how texts cite it, and stays. */
export async function addSource(db: Db, change: Change): Promise<"saved" | SourceErrors> {
	return write<"saved" | SourceErrors>(db, change, async (trx, source) => {
		const { campaignId } = change;
		const made = await trx
			.insertInto("campaign_sources")
			.values({
				campaign_id: campaignId,
				id: source.id,
				position: sql<number>`(select coalesce(max(position), 0) + 1 from campaign_sources where campaign_id = ${campaignId})`,
				...columns(source),
			})
			.onConflict((conflict) => conflict.columns(["campaign_id", "id"]).doNothing())
			.returning("id")
			.executeTakeFirst();
		if (!made) return { id: "taken" };
		await recordAct(trx, { actor: change.actor, act: "source.added", campaignId, about: source.id });
		return "saved";
	});
}

/** Changes what a source says. @returns `gone` for an id that the campaign has none of */
export async function changeSource(db: Db, change: Change): Promise<"saved" | "gone" | SourceErrors> {
	return write(db, change, async (trx, source) => {
		const { campaignId } = change;
		const changed = await trx
			.updateTable("campaign_sources")
			.set(columns(source))
			.where("campaign_id", "=", campaignId)
			.where("id", "=", source.id)
			.returning("id")
			.executeTakeFirst();
		if (!changed) return "gone";
		await recordAct(trx, { actor: change.actor, act: "source.changed", campaignId, about: source.id });
		return "saved";
	});
}

/** Removes a source that nobody cites. */
export async function removeSource(
	db: Db,
	{ campaignId, actor, id }: { campaignId: number; actor: string; id: string },
): Promise<"removed" | "cited" | "gone"> {
	return inTransaction(db, async (trx) => {
		await lockTexts(trx, campaignId);
		const source = (await sourcesIn(trx, campaignId)).find((listed) => listed.id === id);
		if (!source) return "gone";
		if (source.cited > 0) return "cited";
		await trx.deleteFrom("campaign_sources").where("campaign_id", "=", campaignId).where("id", "=", id).execute();
		await recordAct(trx, { actor, act: "source.removed", campaignId, about: id });
		return "removed";
	});
}

type Source = Extract<ReturnType<typeof checkSource>, { source: unknown }>["source"];

async function write<Done>(
	db: Db,
	{ campaignId, words }: Change,
	save: (trx: Db, source: Source) => Promise<Done>,
): Promise<Done | SourceErrors> {
	const errors: SourceErrors = {};
	for (const name of Object.keys(words) as (keyof SourceWords)[])
		if (unreadable(words[name])) errors[name] = "unreadable";
	const checked = checkSource(words);
	for (const { field, problem } of "issues" in checked ? checked.issues : [])
		errors[field as keyof SourceWords] ??= problem;
	if (!("source" in checked) || Object.keys(errors).length > 0) return errors;
	return inTransaction(db, async (trx) => {
		await lockTexts(trx, campaignId);
		return save(trx, checked.source);
	});
}

function columns({ cite, date, url, language }: Source) {
	return { cite, published: date, url: url ?? null, language, edited_at: sql<Date>`now()` };
}
