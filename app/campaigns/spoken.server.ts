import { sql } from "kysely";
import { type Locale, preferences } from "#app/i18n/translate.ts";

/**
 * The order of a text's editions for readers of one language: their own first, else the one they rather have.
 * @param column of the edition's language, as `e.locale`
 */
export function bestFor(locale: Locale, column: string) {
	return sql<number>`array_position(${preferences(locale)}::text[], ${sql.ref(column)})`;
}
