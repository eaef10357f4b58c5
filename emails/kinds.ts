/** What each kind of transactional mail is told when it is promised. No word typed by a person not yet confirmed. */
export interface MailValues {
	"confirm-signature": {
		/** Where the confirm page is, whole. */
		link: string;
		/** The campaign's neutral title in the reader's language: a date, no cause. */
		about: string;
	};
}

export type MailKind = keyof MailValues;

/** A mail as its delivery keeps it, sealed, until it has been sent. */
export interface SealedMail<Kind extends MailKind = MailKind> {
	/** The address as it was typed. */
	to: string;
	locale: string;
	values: MailValues[Kind];
}
