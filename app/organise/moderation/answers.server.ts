import { sql } from "kysely";
import type { App } from "#app/context.ts";
import { type Locale, locales } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { deliveryRow } from "#emails/outbox.ts";
import type { Addressee } from "./kind.ts";

/** An answer that was written beforehand, in every language that it has. */
export interface ReadyAnswer {
	id: string;
	kind: string;
	slug: string;
	sample: boolean;
	editions: Partial<Record<Locale, { title: string; body: string }>>;
}

/** The ready answers of a campaign, of one kind of item where it is named, by name. */
export async function readyAnswers(db: Db, campaignId: number, kind: string | null = null): Promise<ReadyAnswer[]> {
	const { rows } = await sql<ReadyAnswer>`
		select a.id, a.kind, a.slug, a.sample, coalesce(jsonb_object_agg(e.locale, jsonb_build_object(
			'title', e.title, 'body', e.body)) filter (where e.locale is not null), '{}') as editions
		from ready_answers a left join ready_answer_editions e on e.answer_id = a.id
		where a.campaign_id = ${campaignId} and (${kind}::text is null or a.kind = ${kind})
		group by a.id order by a.kind, a.slug`.execute(db);
	return rows;
}

export type AnswerWords = Record<Locale, { title: string; body: string }>;

/** Writes a ready answer down, in place of the one of that name; gives its id. */
export async function saveAnswer(
	db: Db,
	campaignId: number,
	{ kind, slug, words, sample = false }: { kind: string; slug: string; words: AnswerWords; sample?: boolean },
): Promise<string> {
	const { rows } = await sql<{ id: string }>`
		with answer as (
			insert into ready_answers (campaign_id, kind, slug, sample) values (${campaignId}, ${kind}, ${slug}, ${sample})
			on conflict (campaign_id, kind, slug) do update set sample = excluded.sample returning id),
		editions as (
			insert into ready_answer_editions (answer_id, locale, title, body)
			select answer.id, e.locale, e.title, e.body from answer, unnest(
				${locales}::text[], ${locales.map((locale) => words[locale].title)}::text[],
				${locales.map((locale) => words[locale].body)}::text[]) as e (locale, title, body)
			on conflict (answer_id, locale) do update set title = excluded.title, body = excluded.body)
		select id from answer`.execute(db);
	const [saved] = rows;
	if (!saved) throw new Error("the answer was not saved");
	return saved.id;
}

/** Deletes a ready answer of a campaign; what was sent of it stays sent. Gives whether there was one. */
export async function deleteAnswer(db: Db, campaignId: number, id: string): Promise<boolean> {
	const { numDeletedRows } = await db
		.deleteFrom("ready_answers")
		.where("id", "=", id)
		.where("campaign_id", "=", campaignId)
		.executeTakeFirst();
	return numDeletedRows > 0n;
}

/**
 * Promises a ready answer to whoever sent something, in their language; once for each thing that was sent.
 * @param origin scheme and host of the site
 * @returns false when the campaign has no such answer, or one was sent before
 */
export async function sendAnswer(
	app: App,
	trx: Db,
	{ campaignId, kind, subjectId }: { campaignId: number; kind: string; subjectId: string },
	answerId: string,
	{ to, locale }: Addressee,
	origin: string,
): Promise<boolean> {
	const edition = await trx
		.selectFrom("ready_answers as a")
		.innerJoin("ready_answer_editions as e", "e.answer_id", "a.id")
		.innerJoin("campaign_editions as c", (join) =>
			join.onRef("c.campaign_id", "=", "a.campaign_id").onRef("c.locale", "=", "e.locale"),
		)
		.where("a.id", "=", answerId)
		.where("a.campaign_id", "=", campaignId)
		.where("a.kind", "=", kind)
		.where("e.locale", "=", locale)
		.select(["e.body", "c.neutral_title"])
		.executeTakeFirst();
	if (!edition) return false;
	const values = { about: edition.neutral_title, text: edition.body, link: `${origin}/${locale}/contact` };
	const { numInsertedOrUpdatedRows } = await trx
		.insertInto("email_deliveries")
		.values(deliveryRow(app.keys, { kind: "answer", subjectId, to, locale, values }))
		.onConflict((conflict) => conflict.columns(["subject_id", "message_id"]).doNothing())
		.executeTakeFirst();
	return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}
