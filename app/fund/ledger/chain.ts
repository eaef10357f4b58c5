import { createHash } from "node:crypto";

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
	const fields = [n, kind, key, occurredOn, reverses, giftId, actor, stripeTxn, ...(txn ?? [])];
	const words = fields.map(field).join("") + legs.map(legWords).join("");
	return createHash("sha256").update(before).update(words).digest();
}

const legWords = ({ account, currency, amount }: StoredLeg) => field(account) + field(currency) + field(amount);

/** As `audit_field` of migration 0005 writes it: nothing moves from one field into the next. */
function field(value: string | null): string {
	return value === null ? "-," : `${Buffer.byteLength(value)}:${value},`;
}

/** The hash before a fund's first journal. */
export const GENESIS: Buffer = Buffer.alloc(32);
