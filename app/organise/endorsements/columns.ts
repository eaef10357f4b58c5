import type { MessageKey } from "#app/i18n/translate.ts";

/** The columns of an import, which are the fields of the form. */
export const columns = [
	"name",
	"kind",
	"country",
	"members",
	"parent",
	"web",
	"withheld",
	"adopted_on",
	"evidence",
	"checked",
] as const;
export type Column = (typeof columns)[number];
/** What stands in each column, as text. */
export type Cells = Record<Column, string>;

/** What is wrong with one column. */
export interface WrongCell {
	column: Column;
	key: MessageKey;
}
