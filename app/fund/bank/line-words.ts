/** What of a bank line that came in names people, and stands sealed at `bank_lines/{id}`. Of what left nothing is kept. */
export interface LineWords {
	/** What the payer wrote. */
	text: string;
	/** The other side, as the bank names it. */
	counterparty: string;
	/** The bank's own. */
	reference: string | null;
	/** Of a batch, payment by payment in the order of its parts. */
	parts?: readonly { text: string; counterparty: string }[];
}
