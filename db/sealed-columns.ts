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
	{ table: "organisers", column: "sealed", key: "id", type: "uuid", place: "id" },
	{ table: "organisers", column: "totp_sealed", key: "id", type: "uuid", place: "id" },
	{ table: "pickets", column: "key_sealed", key: "id", type: "uuid", place: "id" },
	{ table: "pickets", column: "meeting_point_sealed", key: "id", type: "uuid", place: "id" },
	{ table: "picket_changes", column: "sealed", key: "id", type: "uuid", place: "id" },
	{ table: "picket_proposals", column: "sealed", key: "picket_id", type: "uuid", place: "picket_id" },
	{ table: "picket_hosts", column: "sealed", key: "id", type: "uuid", place: "id" },
	{ table: "picket_rsvps", column: "sealed", key: "id", type: "uuid", place: "id" },
	{ table: "picket_facts", column: "sealed", key: "id", type: "uuid", place: "id" },
	{ table: "picket_messages", column: "sealed", key: "id", type: "uuid", place: "id" },
	{ table: "campaign_moderation", column: "note_sealed", key: "campaign_id", type: "bigint", place: "campaign_id" },
	{ table: "endorsements", column: "contact_sealed", key: "id", type: "uuid", place: "id" },
	{ table: "endorsements", column: "words_sealed", key: "id", type: "uuid", place: "id" },
	{ table: "letters", column: "sealed", key: "id", type: "uuid", place: "id" },
	{ table: "letters", column: "address_sealed", key: "id", type: "uuid", place: "id" },
	{ table: "digest_mailboxes", column: "sealed", key: "id", type: "uuid", place: "id" },
	{ table: "funds", column: "key_sealed", key: "campaign_id", type: "bigint", place: "campaign_id" },
	{ table: "donations", column: "sealed", key: "id", type: "uuid", place: "id" },
	{ table: "stripe_events", column: "payload_sealed", key: "id", type: "text", place: "id" },
	{ table: "my_links", column: "sealed", key: "id", type: "uuid", place: "id" },
	{ table: "bank_lines", column: "sealed", key: "id", type: "uuid", place: "id" },
	{ table: "email_deliveries", column: "params_sealed", key: "id", type: "bigint", place: "subject_id" },
];
