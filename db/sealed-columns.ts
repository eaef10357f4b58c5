import type { DB } from "./schema.ts";

/** A column of values sealed under SECRET_KEYS, the first byte of each naming the version. */
export interface SealedColumn {
	table: keyof DB;
	column: string;
	/** The unique column that a walk goes by, and its type. */
	key: string;
	type: "text" | "uuid" | "bigint";
	/** The column whose value names a row in what its seal is bound to: `submissions/ID`. */
	place: string;
}

/** Every sealed column there is: what `keys rotate` seals anew. A test compares the list with the schema. */
export const sealedColumns: readonly SealedColumn[] = [
	{ table: "installation_keys", column: "sealed", key: "name", type: "text", place: "name" },
	{ table: "campaigns", column: "key_sealed", key: "slug", type: "text", place: "slug" },
	{ table: "petitions", column: "key_sealed", key: "slug", type: "text", place: "slug" },
	{ table: "submissions", column: "sealed", key: "id", type: "uuid", place: "id" },
	{ table: "signatures", column: "sealed", key: "id", type: "uuid", place: "id" },
	{ table: "subscriptions", column: "sealed", key: "id", type: "uuid", place: "id" },
	{ table: "email_deliveries", column: "params_sealed", key: "id", type: "bigint", place: "subject_id" },
];
