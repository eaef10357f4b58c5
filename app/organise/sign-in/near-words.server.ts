import { type RawBuilder, sql } from "kysely";
import type { App } from "#app/context.ts";
import { open } from "#app/seal/seal.ts";
import type { OrganiserWords } from "./sessions.server.ts";

/** Letters in a word that is worth looking for. */
const fewest = 4;

/**
 * The words that whoever guesses an organiser's password knows: of the campaigns' names, the site's name and address,
 * and the organiser's own address. NIST SP 800-63B-4 §3.1.1.2 has context-specific words refused.
 * @returns in small letters, without what stands between words
 */
export async function nearWords(
	{ db, keys, settings }: Pick<App, "db" | "keys" | "settings">,
	organiserId: string,
): Promise<string[]> {
	const asked: RawBuilder<{ name: string; sealed: Buffer | null }> = sql`
		select slug as name, null::bytea as sealed from campaigns
		union all select title, null from campaign_editions
		union all select '', sealed from organisers where id = ${organiserId}`;
	const { rows } = await asked.execute(db);
	const names = rows.map(({ name, sealed }) =>
		sealed ? open<OrganiserWords>(keys, `organisers/${organiserId}`, sealed).email : name,
	);
	return wordsIn([...names, settings.SENDER_NAME, settings.BASE_URL ?? ""].join(" "));
}

function wordsIn(text: string): string[] {
	const words =
		text
			.normalize("NFC")
			.toLowerCase()
			.match(/[\p{L}\p{N}]+/gu) ?? [];
	return [...new Set(words.filter((word) => word.length >= fewest))];
}
