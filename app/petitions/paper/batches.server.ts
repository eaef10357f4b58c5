import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { type Locale, locales } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { newSerial } from "./serial.server.ts";

/** Sheets that are made at once, and lines on one that fit under a long title. */
export const MOST_SHEETS = 100;
export const MOST_LINES = 12;

/** What a batch of sheets is asked for. */
export interface NewBatch {
	campaignId: number;
	/** The petition's slug. */
	petition: string;
	locale: Locale;
	sheets: number;
	lines: number;
	/** The organiser's id. */
	by: string;
}

/** Whether numbers that were typed can be a batch's. */
export function isBatch({ sheets, lines }: Pick<NewBatch, "sheets" | "lines">): boolean {
	const within = (n: number, most: number) => Number.isSafeInteger(n) && n >= 1 && n <= most;
	return within(sheets, MOST_SHEETS) && within(lines, MOST_LINES);
}

/**
 * Makes a batch of sheets, each with a serial of its own, and the code that they share.
 * @returns the batch's number; undefined where the campaign has no such petition
 */
export async function makeBatch(
	db: Db,
	{ campaignId, petition, locale, sheets, lines, by }: NewBatch,
): Promise<number | undefined> {
	const serials = Array.from({ length: sheets }, newSerial);
	const code = `sheet-${randomBytes(4).toString("hex")}`;
	const { rows } = await sql<{ id: number }>`
		with petition as (select id from petitions where slug = ${petition} and campaign_id = ${campaignId}),
		source as (insert into petition_sources (petition_id, code, kind) select id, ${code}, 'sheet' from petition),
		batch as (
			insert into paper_batches (petition_id, locale, code, rows, made_by)
			select id, ${locale}, ${code}, ${lines}, ${by} from petition returning id, petition_id),
		made as (
			insert into paper_sheets (serial, batch_id, petition_id, number)
			select s.serial, b.id, b.petition_id, s.number
			from batch b cross join unnest(${serials}::text[]) with ordinality as s (serial, number))
		select id from batch`.execute(db);
	return rows[0]?.id;
}

/** A batch as the desk lists it: how many sheets stand where. */
export interface Batch {
	id: number;
	petition: string;
	locale: string;
	madeOn: string;
	lines: number;
	sheets: number;
	counted: number;
	voided: number;
}

/** A campaign's batches, the newest first. */
export async function batchesOf(db: Db, campaignId: number): Promise<Batch[]> {
	return db
		.selectFrom("paper_batches as b")
		.innerJoin("petitions as p", "p.id", "b.petition_id")
		.innerJoin("paper_sheets as s", "s.batch_id", "b.id")
		.where("p.campaign_id", "=", campaignId)
		.groupBy(["b.id", "p.slug"])
		.orderBy("b.id", "desc")
		.select([
			"b.id",
			"p.slug as petition",
			"b.locale",
			sql<string>`b.made_on::text`.as("madeOn"),
			"b.rows as lines",
			sql<number>`count(*)::int`.as("sheets"),
			sql<number>`(count(*) filter (where s.state = 'counted'))::int`.as("counted"),
			sql<number>`(count(*) filter (where s.state = 'void'))::int`.as("voided"),
		])
		.execute();
}

/** A batch as it is printed; undefined where the campaign has none of that number. */
export async function batchToPrint(db: Db, campaignId: number, id: number) {
	const rows = await db
		.selectFrom("paper_batches as b")
		.innerJoin("petitions as p", "p.id", "b.petition_id")
		.innerJoin("paper_sheets as s", "s.batch_id", "b.id")
		.where("p.campaign_id", "=", campaignId)
		.where("b.id", "=", id)
		.where("s.state", "<>", "void")
		.orderBy("s.number")
		.select(["p.slug", "b.locale", "b.code", "b.rows", "s.serial"])
		.execute();
	const [first] = rows;
	const locale = locales.find((one) => one === first?.locale);
	if (!first || !locale) return undefined;
	return {
		petition: first.slug,
		locale,
		code: first.code,
		lines: first.rows,
		serials: rows.map(({ serial }) => serial),
	};
}
