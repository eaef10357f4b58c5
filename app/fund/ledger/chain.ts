import { hash } from "node:crypto";

/** A leg as it is stored. */
export interface StoredLeg {
	account: string;
	currency: string;
	/** Digits: sums of tampered ones need not fit a number of JavaScript. */
	amount: string;
}

/** A journal as it is stored, its values as text. */
export interface StoredJournal {
	n: string;
	kind: string;
	key: string;
	/** ISO 8601. */
	occurredOn: string;
	/** The key of the journal that it takes back. */
	reverses: string | null;
	giftId: string | null;
	actor: string | null;
	stripeTxn: string | null;
	/** The columns of its balance transaction, in the order in which `journal_words` of migration 0027 writes them. */
	txn: readonly (string | null)[] | null;
	/** In the order of posting. */
	legs: readonly StoredLeg[];
}

/** The hash that a journal's link must have: SHA-256 over the hash before and each field with its length. */
export function linkHash(before: Buffer, journal: StoredJournal): Buffer {
	const { n, kind, key, occurredOn, reverses, giftId, actor, stripeTxn, txn, legs } = journal;
	let words = "";
	for (const value of [n, kind, key, occurredOn, reverses, giftId, actor, stripeTxn, ...(txn ?? [])])
		words += field(value);
	for (const { account, currency, amount } of legs) words += field(account) + field(currency) + field(amount);
	// In one piece: a hundred thousand hashes are made at a time.
	return hash("sha256", Buffer.concat([before, Buffer.from(words)]), "buffer");
}

/** As `audit_field` of migration 0005 writes it: nothing moves from one field into the next. */
function field(value: string | null): string {
	return value === null ? "-," : `${Buffer.byteLength(value)}:${value},`;
}

/** The hash before a fund's first journal. */
export const GENESIS: Buffer = Buffer.alloc(32);
