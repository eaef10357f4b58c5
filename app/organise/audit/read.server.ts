import { type RawBuilder, sql } from "kysely";
import type { KeyRing } from "#app/seal/key-ring.ts";
import type { Db } from "#db/client.ts";
import { namesOf } from "../people/names.server.ts";
import type { SignedIn } from "../signed-in.ts";
import { type Act, isAct } from "./acts.ts";

const PAGE = 50;
/** Rows read at a time for a download. */
const BATCH = 1_000;

/** One line of the log, in a reader's words as far as this version has them. */
export interface Line {
	seq: number;
	at: Date;
	/** Null for the site and its operator; empty for who has left. */
	who: string | null;
	act: Act | null;
	campaign: string | null;
	about: string | null;
	figures: Readonly<Record<string, string | number>>;
}

interface Row {
	seq: number;
	at: Date;
	actor: string | null;
	act: string;
	campaign: string | null;
	about: string | null;
	figures: Record<string, string | number>;
	hash: string;
}

/** The page of the log that begins below a number, newest first; and where the next one begins, if there is more. */
export async function readLines(
	db: Db,
	keys: KeyRing,
	organiser: SignedIn,
	below?: number,
): Promise<{ lines: Line[]; older: number | null }> {
	const rows = await readRows(
		db,
		organiser,
		sql`${below ?? null}::bigint is null or l.seq < ${below ?? null}`,
		"desc",
		PAGE + 1,
	);
	const page = rows.slice(0, PAGE);
	const names = await namesOf(
		db,
		keys,
		page.flatMap(({ actor }) => actor ?? []),
	);
	const lines = page.map(({ seq, at, actor, act, campaign, about, figures }) => ({
		seq,
		at,
		who: actor && (names.get(actor) ?? ""),
		act: isAct(act) ? act : null,
		campaign,
		// A person is told by their name above, and by nothing else that reads as one.
		about,
		figures,
	}));
	return { lines, older: rows.length > PAGE ? (page.at(-1)?.seq ?? null) : null };
}

/** Everything that the organiser may read, oldest first, a line of JSON each; bounded memory. */
export async function* jsonLines(db: Db, organiser: SignedIn): AsyncGenerator<string> {
	for (let after = 0; ; ) {
		const rows = await readRows(db, organiser, sql`l.seq > ${after}`, "asc", BATCH);
		for (const row of rows) yield `${JSON.stringify(row)}\n`;
		const last = rows.at(-1);
		if (!last || rows.length < BATCH) return;
		after = last.seq;
	}
}

/**
 * Rows of the campaigns in which the organiser is auditor or administrator, and of those that concern no campaign the
 * ones of the site itself and of people who work there.
 */
async function readRows(
	db: Db,
	{ campaigns }: SignedIn,
	where: RawBuilder<unknown>,
	order: "asc" | "desc",
	limit: number,
): Promise<Row[]> {
	const theirs = [...campaigns.values()]
		.filter(({ roles }) => roles.has("auditor") || roles.has("administrator"))
		.map(({ id }) => id);
	const { rows } = await sql<Row>`
		select l.seq, l.at, l.actor, l.act, c.slug as campaign, l.about, l.figures, encode(l.hash, 'hex') as hash
		from audit_log l left join campaigns c on c.id = l.campaign_id
		where (${where}) and (l.campaign_id = any (${theirs}::int[]) or l.campaign_id is null and (l.actor is null
			or l.actor in (select organiser_id from campaign_roles where campaign_id = any (${theirs}::int[]))))
		order by l.seq ${sql.raw(order)} limit ${sql.lit(limit)}`.execute(db);
	return rows;
}
