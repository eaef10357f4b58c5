/** A table that goes with a fund, a row a line. */
export interface Carried {
	table: string;
	/** Rows of the fund: a condition on `t`, in which `FUND` stands for the campaign's number. */
	of: string;
	/** The order of its lines, which is that of its key: the same fund gives the same bytes. */
	order: string;
	/** A column that is opened for the file, and sealed anew where it is brought back. */
	sealed?: "sealed";
	/** Of what is opened, nothing is written that nobody seals. */
	onlySealed?: true;
	/** Columns that are left behind. */
	without?: readonly string[];
}

const ofFund = "t.campaign_id = FUND";
const ofDonation = "t.donation_id in (select id from donations where campaign_id = FUND)";

/** What the books point to, brought back before them. A number of ours never leaves: journals are named by their key. */
export const beforeBooks: readonly Carried[] = [
	{ table: "donations", of: ofFund, order: "t.id", sealed: "sealed" },
	{ table: "monthly_gifts", of: ofDonation, order: "t.donation_id" },
	{ table: "donation_links", of: ofDonation, order: "t.token_hash" },
	{ table: "donation_mails", of: ofDonation, order: "t.id" },
	{ table: "gifts", of: ofFund, order: "t.id" },
	{ table: "fund_currencies", of: ofFund, order: "t.currency" },
	{ table: "fund_hold_limits", of: ofFund, order: "t.currency" },
	{ table: "held_gifts", of: ofFund, order: "t.gift_id" },
	{ table: "cash_boxes", of: ofFund, order: "t.id" },
	{
		table: "cash_counts",
		of: "t.box_id in (select id from cash_boxes where campaign_id = FUND)",
		order: "t.box_id, t.round, t.turn",
	},
	{ table: "payouts", of: ofFund, order: "t.id" },
	{ table: "disputes", of: ofFund, order: "t.id" },
	// What nobody has heard of at the processor is not asked for again from elsewhere.
	{
		table: "refunds",
		of: `${ofFund} and t.state not in ('asked', 'refused')`,
		order: "t.id",
		without: ["asked_by", "tries", "not_before"],
	},
	// A balance transaction that moved no money has no journal with which it would come.
	{
		table: "stripe_balance_txns",
		of: `${ofFund} and not exists (select from journals j where j.stripe_txn = t.id)`,
		order: "t.id",
	},
	// In front of the journals: those that have been published are not published again meanwhile.
	{ table: "fund_publication_heads", of: ofFund, order: "t.campaign_id" },
];

/** What points to the books, and months that are closed once all is in them. */
export const afterBooks: readonly Carried[] = [
	{ table: "bank_lines", of: ofFund, order: "t.id", sealed: "sealed", onlySealed: true },
	{ table: "bank_line_identities", of: ofFund, order: "t.identity" },
	// Before what was said of them.
	{ table: "bank_parts", of: ofFund, order: "t.line_id, t.n" },
	{ table: "bank_allocations", of: ofFund, order: "t.item_id" },
	{
		table: "bank_balances",
		of: ofFund,
		order:
			't.account collate "C", t.currency, t.closed_on, t.opened_on nulls first, t.opening, t.closing, t.source collate "C", t.day_lines, t.said_by, t.n',
	},
	{ table: "fund_publications", of: ofFund, order: "t.n" },
	{ table: "fund_publication_parts", of: ofFund, order: 't.n, t.part collate "C"' },
	{
		table: "fund_publication_sums",
		of: ofFund,
		order: 't.month, t.kind collate "C", t.category collate "C", t.currency',
	},
	{ table: "fund_publication_balances", of: ofFund, order: "t.currency" },
	{ table: "closed_months", of: ofFund, order: "t.month" },
];

/** The file of a table. */
export const fileOf = (table: string) => `${table}.ndjson`;
export const JOURNALS = "journals.ndjson";
export const FUND = "fund.ndjson";

/** Every file of an export, in the order in which they are brought back. */
export const exportFiles: readonly string[] = [
	FUND,
	...beforeBooks.map(({ table }) => fileOf(table)),
	JOURNALS,
	...afterBooks.map(({ table }) => fileOf(table)),
];

/** Tables about a fund that stay where they are, and why. A test compares both lists with the schema. */
export const leftBehind: Readonly<Record<string, string>> = {
	aid_approvals: "with the beneficiaries",
	aid_evidence: "with the beneficiaries",
	aid_payments: "with the beneficiaries",
	aid_requests: "with the beneficiaries",
	aid_rules: "the committee's, written anew",
	beneficiaries: "their keys lie outside of the database, and no file has them all",
	beneficiary_checks: "with the beneficiaries",
	beneficiary_conflicts: "with the beneficiaries",
	checkout_starts: "an hour's",
	checkouts: "pages of the processor that is left",
	fund_accounts: "who holds the money is said anew, by two",
	fund_alarms: "raised anew",
	fund_editions: "words of the campaign's folder",
	fund_restores: "the bringing back itself",
	journal_links: "computed anew, and compared",
	journals: "have a file of their own, with their postings",
	ledger_accounts: "made with the journals",
	ledger_balances: "kept by Postgres",
	ledger_heads: "kept by Postgres",
	monthly_declines: "an hour's",
	postings: "with their journals",
	stripe_events: "the processor's",
	stripe_fund: "follows the account that is shown",
};
