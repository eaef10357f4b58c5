import type { RawBuilder, SqlBool } from "kysely";
import type { DB } from "#db/schema.ts";

/**
 * What is held, how long, and what happens then. `retention.{name}.what`, `.after` and `.why` of the
 * language files say it in words, with `days` filled in.
 */
export interface Rule<Name extends string = string> {
	name: Name;
	/** Days; 0 where another day decides, as `.after` says. */
	days: number;
	/** Absent for what is kept, and for what ends as a part of other work. */
	ending?: Ending;
}

/** The rows that a rule ends, and how: one set-based statement that can be run in batches. */
export interface Ending {
	table: keyof DB;
	due: RawBuilder<SqlBool>;
	/** The order of batches, where an index has it so. */
	by?: RawBuilder<unknown>;
	/** What erasing them is written down as, so that a restored backup does not bring them back. */
	erasedAs?: "subscription";
	/** What due rows are set to; they are deleted where it is absent. */
	emptied?: RawBuilder<unknown>;
	/** Runs before the first batch. */
	first?: RawBuilder<unknown>;
}
