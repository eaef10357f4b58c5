/** What somebody has to look at; `fund.alarm.KIND` says it in words, and migration 0028 has the same list. */
export type AlarmKind =
	| "api-version"
	| "balance-differs"
	| "books-changed"
	| "card-testing"
	| "dispute-opened"
	| "double-gift"
	| "early-fraud-warning"
	| "payout-not-arrived"
	| "refund-failed"
	| "refund-refused"
	| "unallocated-old"
	| "unknown-transaction"
	| "unlinked-payment";
