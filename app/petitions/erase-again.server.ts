import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** What the erasure ledger has about petitions, by its kind: ids of rows. */
export interface ErasedOfPetitions {
	submission: readonly string[];
	signature: readonly string[];
	/** Signatures that are only counted since: their words are gone. */
	name: readonly string[];
	/** Signatures whose name only the addressees get since. */
	public: readonly string[];
	/** Signatures that were handed in, stay counted and keep nothing of anybody. */
	person: readonly string[];
	/** Signatures whose name organisers took off the public pages. */
	hidden: readonly string[];
	/** Signatures whose line for the families was changed or may no longer be published. */
	line: readonly string[];
	/** Slugs of petitions that have been anonymised. */
	petition: readonly string[];
}

/**
 * Does again, in a restored copy, what was erased since it was made. The counts follow by trigger. A name that was taken
 * back and given again since stays taken back: only its signer may raise what others see. So does a name, a town or an
 * organisation that was replaced: the ledger has no words, and the new ones are not in the copy.
 * @returns how many rows it changed
 */
export async function eraseAgainOfPetitions(trx: Db, erased: ErasedOfPetitions): Promise<number> {
	const emptied = sql`fingerprint = null, domain_fingerprint = null, withdraw_hash = null, sealed = null,
		listed = false, line = 'none'`;
	const slugs = sql`(select id from petitions where slug = any (${[...erased.petition]}::text[]))`;
	const done = [
		sql`update submissions set state = 'withdrawn', sealed = null, fingerprint = null, domain_fingerprint = null
			where id = any (${[...erased.submission]}::uuid[]) and state <> 'withdrawn'`,
		sql`delete from signatures where id = any (${[...erased.signature]}::uuid[])`,
		sql`update signatures set visibility = 'counted', sealed = null, line = 'none', listed = false
			where id = any (${[...erased.name]}::uuid[]) and visibility <> 'counted'`,
		sql`update signatures set visibility = 'addressee', listed = false
			where id = any (${[...erased.public]}::uuid[]) and visibility = 'public'`,
		sql`update signatures set hidden_on = current_date, listed = false
			where id = any (${[...erased.hidden]}::uuid[]) and hidden_on is null`,
		// Its words stay sealed: \`line\` says whether anybody is shown them.
		sql`update signatures set line = 'none' where id = any (${[...erased.line]}::uuid[]) and line <> 'none'`,
		sql`update signatures set ${emptied}
			where id = any (${[...erased.person]}::uuid[]) and num_nonnulls(fingerprint, sealed) > 0`,
		sql`update petitions set anonymised_at = now() where id in ${slugs} and anonymised_at is null`,
		sql`update signatures set ${emptied} where petition_id in ${slugs} and num_nonnulls(fingerprint, sealed) > 0`,
	];
	let rows = 0;
	for (const statement of done) rows += Number((await statement.execute(trx)).numAffectedRows ?? 0n);
	return rows;
}
