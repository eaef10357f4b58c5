import { sql } from "kysely";
import type { Db } from "./client.ts";

/** A version of SECRET_KEYS under which something may be sealed. */
export interface KeyVersion {
	version: number;
	/** A value that only its secret gives. */
	proof: Buffer;
}

/** The versions that have sealed here, as processes said when they started. */
export async function keyVersions(db: Db): Promise<KeyVersion[]> {
	return db.selectFrom("secret_key_versions").select(["version", "proof"]).execute();
}

/** Says that this version seals from now on, and writes links: also where those before were given up. */
export async function addKeyVersion(db: Db, { version, proof }: KeyVersion): Promise<void> {
	await db
		.insertInto("secret_key_versions")
		.values({ version, proof })
		.onConflict((conflict) =>
			conflict
				.column("version")
				.doUpdateSet({ links_given_up: false })
				.where("secret_key_versions.links_given_up", "=", true),
		)
		.execute();
}

/** Forgets a version under which nothing is sealed any more. */
export async function forgetKeyVersion(db: Db, version: number): Promise<void> {
	await db.deleteFrom("secret_key_versions").where("version", "=", version).execute();
}

/** Gives up the links that were written under a version. What is still sealed under it keeps it needed. */
export async function giveUpLinks(db: Db, version: number): Promise<void> {
	await db.updateTable("secret_key_versions").set({ links_given_up: true }).where("version", "=", version).execute();
}

/**
 * The last day for which links written under a version are in mails that are out: 90 days after the last mailing of its
 * time, which is as long as a mail that was sent is known (`retention`). Its time ends with the day on which the next one began.
 * @returns `YYYY-MM-DD`; undefined when there are no such links, or they were given up
 */
export async function linksOutUntil(db: Db, version: number): Promise<string | undefined> {
	const { rows } = await sql<{ until: string | null }>`
		select max(d.done_on) + 90 as until from email_deliveries d
		where d.lane = 'bulk' and d.state = 'sent' and d.done_on + 90 >= current_date
			and not exists (select from secret_key_versions where version = ${version} and links_given_up) and d.done_on <= (
			select coalesce(min(next.since), current_date)
			from secret_key_versions old join secret_key_versions next on next.version <> old.version and next.since >= old.since
			where old.version = ${version})`.execute(db);
	return rows[0]?.until ?? undefined;
}

/** Versions that seal the keys of fingerprints: a handful of rows, without which nobody's address is found again. */
export async function versionsOfFingerprintKeys(db: Db): Promise<number[]> {
	const { rows } = await sql<{ version: number }>`
		select get_byte(sealed, 0) as version from installation_keys
		union select get_byte(key_sealed, 0) from campaigns
		union select get_byte(key_sealed, 0) from petitions where key_sealed is not null`.execute(db);
	return rows.map(({ version }) => version);
}
