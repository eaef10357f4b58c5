import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";

/** What an organiser says of a hand-in. */
export interface Handover {
	/** The petition's slug. */
	petition: string;
	campaignId: number;
	/** `YYYY-MM-DD`, on the campaign's clocks. */
	handedOn: string;
	/** The addressees that got it: lines of the newest version, from 1. */
	places: readonly number[];
	/** A few words, in the languages in which there are any. */
	words: readonly { locale: Locale; words: string }[];
	/** That there is no list whose files were downloaded is meant so. */
	withoutList: boolean;
	/** The organiser's id. */
	by: string;
}

/**
 * `list` is the number of the list that was handed in, 0 for none. `open`: its form still takes signatures; `no-list`: no
 * list's files have been downloaded; `day`: before its opening, or still to come.
 */
export type HandedIn =
	| { state: "handed-in"; list: number }
	| { state: "unknown" | "open" | "already" | "no-list" | "day" | "to-nobody" };

interface Found {
	id: number;
	open: boolean;
	already: boolean;
	dayIsRight: boolean;
	bodies: number;
}

/**
 * Marks a closed petition as handed in. From now on nobody withdraws, and retention takes the names off everybody.
 * @param trx a transaction: withdrawals go before it or find it done
 */
export async function markHandedIn(trx: Db, handover: Handover): Promise<HandedIn> {
	const { petition, campaignId, handedOn, withoutList, by } = handover;
	const { rows } = await sql<Found>`
		select p.id, p.handed_in_at is not null as already,
			least(p.closed_at, p.closes_at) is null or least(p.closed_at, p.closes_at) > now() as open,
			${handedOn}::date between (p.opened_at at time zone c.zone)::date and (now() at time zone c.zone)::date as "dayIsRight",
			(select count(*)::int from petition_editions e, string_to_table(e.addressees, e'\\n') line
				where e.version_id = v.id and e.locale = v.locale and btrim(line) <> '') as bodies
		from petitions p join campaigns c on c.id = p.campaign_id
		join lateral (
			select v.id, e.locale from petition_versions v join petition_editions e on e.version_id = v.id
			where v.petition_id = p.id order by v.number desc, e.locale limit 1) v on true
		where p.slug = ${petition} and p.campaign_id = ${campaignId} and p.opened_at is not null
		for no key update of p`.execute(trx);
	const [found] = rows;
	if (!found) return { state: "unknown" };
	if (found.open) return { state: "open" };
	if (found.already) return { state: "already" };
	if (!found.dayIsRight) return { state: "day" };
	const places = [...new Set(handover.places)]
		.filter((place) => place >= 1 && place <= found.bodies)
		.sort((a, b) => a - b);
	if (places.length === 0) return { state: "to-nobody" };
	const list = await exportedList(trx, found.id);
	if (!list && !withoutList) return { state: "no-list" };
	await sql`
		with marked as (update petitions set handed_in_at = now() where id = ${found.id}),
		list as (update handins set state = 'handed-in' where id = ${list?.id ?? null}::int)
		insert into petition_handovers (petition_id, handed_on, places, handin_id, marked_by)
		values (${found.id}, ${handedOn}::date, ${places}::smallint[], ${list?.id ?? null}::int, ${by}::uuid)`.execute(trx);
	for (const { locale, words } of handover.words)
		await trx.insertInto("petition_handover_words").values({ petition_id: found.id, locale, words }).execute();
	return { state: "handed-in", list: list?.number ?? 0 };
}

/** The newest list whose files were downloaded: nobody can have handed in another. */
function exportedList(trx: Db, petitionId: number) {
	return trx
		.selectFrom("handins")
		.where("petition_id", "=", petitionId)
		.where("state", "=", "exported")
		.orderBy("number", "desc")
		.limit(1)
		.select(["id", "number"])
		.executeTakeFirst();
}
