/** What of a bank line names people, and stands sealed at `bank_lines/{id}`. */
export interface LineWords {
	/** What the payer wrote. */
	text: string;
	/** The other side, as the bank names it. */
	counterparty: string;
	/** The bank's own. */
	reference: string | null;
}
