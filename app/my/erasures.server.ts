import { sql } from "kysely";
import { eraseGiversAgain } from "#app/fund/managing/givers.server.ts";
import { eraseContactsAgain } from "#app/petitions/endorsing/erase-contact.server.ts";
import { eraseAgainOfPetitions } from "#app/petitions/erase-again.server.ts";
import { eraseAgainOfPickets } from "#app/pickets/erase-again.server.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { cancelling } from "#emails/outbox.ts";

/** What the ledger may be about. */
export const erasable = [
	"submission",
	"signature",
	"subscription",
	"rsvp",
	"host",
	"endorsement",
	"name",
	"public",
	"person",
	"hidden",
	"line",
	"donation",
	"petition",
] as const;
export type Erasable = (typeof erasable)[number];

/** One line of the erasure ledger: which row is gone, and since when. Nothing of anybody. */
export interface Erasure {
	about: Erasable;
	/** A uuid; of a petition, all of whose signatures keep nothing of anybody, its slug. */
	row: string;
	/** `YYYY-MM-DD`. */
	on: string;
}

/** Rows of the ledger read at a time. */
const BATCH = 10_000;

/** What its signer or an organiser may undo: done again only in a copy that cannot have seen it undone. */
const undoable: ReadonlySet<Erasable> = new Set(["name", "public", "hidden", "line"]);

/** The whole ledger, oldest first, with bounded memory; then the petitions that have been anonymised. */
export async function* erasures(db: Db): AsyncGenerator<Erasure> {
	for (let after = 0; ; ) {
		const rows = await db
			.selectFrom("erasures")
			.where("id", ">", after)
			.orderBy("id")
			.limit(BATCH)
			.select(["id", sql<Erasable>`about`.as("about"), "row_id as row", "erased_on as on"])
			.execute();
		for (const { id: _, ...erasure } of rows) yield erasure;
		const last = rows.at(-1);
		if (!last || rows.length < BATCH) break;
		after = last.id;
	}
	const { rows } = await sql<Erasure>`
		select 'petition' as about, slug as row, (anonymised_at at time zone 'UTC')::date as on from petitions
		where anonymised_at is not null order by id`.execute(db);
	yield* rows;
}

/**
 * Erases in a restored copy what has been erased since the copy was made, so that nobody comes back: the rows, the mails
 * that wait about them, and the lines of the ledger that the copy lacks. Applying it again changes nothing.
 * @param ledger as `erasures` gave it, in any order and as much as fits in memory
 * @returns how many rows ended, and how many lines were new
 */
export async function reapplyErasures(db: Db, ledger: readonly Erasure[]): Promise<{ ended: number; learnt: number }> {
	const lines = ledger.filter(({ about }) => about !== "petition");
	return inTransaction(db, async (trx) => {
		const later = await sinceCopied(trx, lines);
		const of = (about: Erasable) =>
			(undoable.has(about) ? later : ledger).filter((one) => one.about === about).map(({ row }) => row);
		const all = sql`select unnest(${lines.map(({ row }) => row)}::uuid[])`;
		// Mails to somebody who comes to a picket are about a row of their own, which goes with theirs.
		await cancelling(sql`${all} union all
			select id from picket_mails where rsvp_id = any (${of("rsvp")}::uuid[])
			union all select id from donation_mails where donation_id = any (${of("donation")}::uuid[])
			union all select id from endorsement_mails where endorsement_id = any (${of("endorsement")}::uuid[])`).execute(
			trx,
		);
		const petitions = await eraseAgainOfPetitions(trx, {
			submission: of("submission"),
			signature: of("signature"),
			name: of("name"),
			public: of("public"),
			person: of("person"),
			hidden: of("hidden"),
			line: of("line"),
			petition: of("petition"),
		});
		const pickets = await eraseAgainOfPickets(trx, { rsvp: of("rsvp"), host: of("host") });
		const contacts = await eraseContactsAgain(trx, of("endorsement"));
		const givers = await eraseGiversAgain(trx, of("donation"));
		const { numAffectedRows: subscriptions = 0n } = await sql`
			delete from subscriptions where id = any (${of("subscription")}::uuid[])`.execute(trx);
		const { numAffectedRows: learnt = 0n } = await sql`
			insert into erasures (about, row_id, erased_on)
			select l.about, l.row_id, l.erased_on
			from ${unnested(lines)}
			where not exists (
				select from erasures e
				where e.about = l.about and e.row_id = l.row_id
					and (e.erased_on = l.erased_on or not l.about = any (${[...undoable]}::text[])))
			order by l.n`.execute(trx);
		return { ended: petitions + pickets + contacts + givers + Number(subscriptions), learnt: Number(learnt) };
	});
}

/** Lines that the copy lacks, and those of its last day, of which it may have seen a part. */
async function sinceCopied(trx: Db, lines: readonly Erasure[]): Promise<Erasure[]> {
	const { rows } = await sql<{ n: number }>`
		select l.n::int as n from ${unnested(lines)}
		where l.erased_on >= coalesce((select max(erased_on) from erasures), '-infinity')
			or not exists (
				select from erasures e where e.about = l.about and e.row_id = l.row_id and e.erased_on = l.erased_on)
		order by l.n`.execute(trx);
	return rows.flatMap(({ n }) => lines[n - 1] ?? []);
}

function unnested(lines: readonly Erasure[]) {
	return sql`unnest(${lines.map(({ about }) => about)}::text[], ${lines.map(({ row }) => row)}::uuid[],
		${lines.map(({ on }) => on)}::date[]) with ordinality l (about, row_id, erased_on, n)`;
}
