import { sql } from "kysely";
import { flagText } from "#app/moderation/flag-text.server.ts";
import { askForReview } from "#app/moderation/queue.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { ReadPhoto } from "#app/web/photos/read-photo.server.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import type { Host } from "../hosting/host.server.ts";
import type { PeopleBand } from "./people.ts";
import { MOST_PHOTOS } from "./report-fields.ts";

/** Where a report, or a photo of it, stands. */
export type ReportState = "waiting" | "shown" | "refused";

/** Of a photo all but its bytes. */
export interface PhotoFacts {
	id: string;
	/** What can be seen, in words. */
	alternative: string;
	width: number;
	height: number;
	/** Bytes. */
	size: number;
	state: ReportState;
}

/** A report as its host and the desk read it. */
export interface WholeReport {
	/** Null until it is written: photos may come first. */
	report: { people: PeopleBand; words: string; state: ReportState } | null;
	photos: PhotoFacts[];
}

/** Whether a host can tell how it was: of a picket in the list that has begun. */
export function canReport({ state, picket }: Pick<Host, "state" | "picket">, now: Date): boolean {
	return state === "active" && picket.state === "listed" && picket.startsAt <= now;
}

/** All that has been told of a picket. */
export async function wholeReport(db: Db, picketId: string): Promise<WholeReport> {
	const [report, photos] = await Promise.all([
		db
			.selectFrom("picket_reports")
			.where("picket_id", "=", picketId)
			.select([sql<PeopleBand>`people`.as("people"), "words", sql<ReportState>`state`.as("state")])
			.executeTakeFirst(),
		db
			.selectFrom("picket_photos")
			.where("picket_id", "=", picketId)
			.select(["id", "alternative", "width", "height", "size", sql<ReportState>`state`.as("state")])
			.orderBy("number")
			.execute(),
	]);
	return { report: report ?? null, photos };
}

/**
 * Keeps what a host tells of a picket. Other words than those that were read wait to be read again, and are on no page
 * until then.
 */
export async function writeReport(
	db: Db,
	keys: KeyRing,
	host: Host,
	{ people, words }: { people: PeopleBand; words: string },
): Promise<void> {
	await inTransaction(db, async (trx) => {
		const { rows } = await sql`
			insert into picket_reports as r (picket_id, people, words) values (${host.picket.id}, ${people}, ${words})
			on conflict (picket_id) do update set people = excluded.people, words = excluded.words, state = 'waiting'
				where (r.people, r.words) is distinct from (excluded.people, excluded.words)
			returning picket_id`.execute(trx);
		if (rows.length > 0) await askToRead(trx, keys, host);
	});
}

/** Adds a photo, to be read; the host has said that whoever can be recognised agreed. */
export async function addPhoto(
	db: Db,
	keys: KeyRing,
	host: Host,
	{ bytes, width, height, alternative }: ReadPhoto & { alternative: string },
): Promise<"added" | "full"> {
	const picketId = host.picket.id;
	return inTransaction(db, async (trx) => {
		// One after the other: two at once would take the same place.
		await sql`select from pickets where id = ${picketId} for update`.execute(trx);
		const { rows } = await sql`
			insert into picket_photos (picket_id, alternative, width, height, size, bytes, number)
			select ${picketId}, ${alternative}, ${width}, ${height}, ${bytes.length}, ${bytes}, n
			from generate_series(1, ${MOST_PHOTOS}::int) n
			where not exists (select from picket_photos where picket_id = ${picketId} and number = n)
			order by n limit 1
			returning id`.execute(trx);
		if (rows.length === 0) return "full";
		await askToRead(trx, keys, host);
		return "added";
	});
}

/** Takes a photo away, at once and for good. */
export async function removePhoto(db: Db, picketId: string, id: string): Promise<void> {
	await db.deleteFrom("picket_photos").where("picket_id", "=", picketId).where("id", "=", id).execute();
}

/** One item a picket, of its words and of every photo's. */
async function askToRead(trx: Db, keys: KeyRing, { picket, sealed }: Host): Promise<void> {
	const { report, photos } = await wholeReport(trx, picket.id);
	const words = [report?.words, ...photos.map(({ alternative }) => alternative)].join("\n");
	const flags = await flagText(trx, keys, picket.campaignId, words);
	const asked = { campaignId: picket.campaignId, kind: "picket-report", subjectId: picket.id, flags, changed: true };
	await askForReview(trx, { ...asked, locale: sealed?.locale ?? "en" });
}
