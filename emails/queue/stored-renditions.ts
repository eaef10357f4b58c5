import { isLocale, type Locale, preferences } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import type { Rendition } from "../mime/rendition.ts";
import { readRendition } from "../templates/merge.ts";

// Mailings whose texts stay in memory: more are never sent at a time.
const KEPT = 16;

/** The texts of the mailings that one worker sends, each encoded once. */
export interface StoredRenditions {
	/** Reads the texts of a mailing, unless it has. */
	load(messageId: number): Promise<void>;
	/** A mailing for readers of a language: in it, else in the one they rather have; undefined before it is loaded. */
	of(messageId: number, locale: string): Rendition | undefined;
}

export function storedRenditions(db: Db): StoredRenditions {
	const loaded = new Map<number, Map<string, Rendition>>();
	return {
		async load(messageId) {
			if (loaded.has(messageId)) return;
			const rows = await db
				.selectFrom("email_renditions")
				.where("message_id", "=", messageId)
				.select(["locale", "subject", "html", "text"])
				.execute();
			loaded.set(messageId, new Map(rows.map((row) => [row.locale, readRendition(row)])));
			const [oldest] = loaded.keys();
			if (loaded.size > KEPT && oldest !== undefined) loaded.delete(oldest);
		},
		of(messageId, locale) {
			const written = loaded.get(messageId);
			const best = written && languageFor([...written.keys()], locale);
			return best === undefined ? undefined : written?.get(best);
		},
	};
}

/** The language in which a reader gets what is written in some: as the campaign's pages do it. */
function languageFor(written: readonly string[], reader: string): string | undefined {
	const order: readonly Locale[] = preferences(isLocale(reader) ? reader : "en");
	return order.find((locale) => written.includes(locale));
}
