/** What each kind of transactional mail is told when it is promised. No word typed by a person not yet confirmed. */
export interface MailValues {
	"confirm-signature": {
		/** Where the confirm page is, whole. */
		link: string;
		/** Where the confirmed signature can be withdrawn, whole. */
		withdrawLink: string;
		/** The campaign's neutral title in the reader's language: a date, no cause. */
		about: string;
	};
}

export type MailKind = keyof MailValues;

/** Kinds that no confirmed person asked for: anybody can type anybody's address, so MAIL_MAX_PER_ADDRESS holds for them. */
export const unasked: ReadonlySet<string> = new Set<MailKind>(["confirm-signature"]);

/** A mail as its delivery keeps it, sealed, until it has been sent. */
export interface SealedMail<Kind extends MailKind = MailKind> {
	/** The address as it was typed. */
	to: string;
	locale: string;
	values: MailValues[Kind];
}

/** Where the sealed mail of one delivery stands: its identity is known before its row. */
export function mailPlace(subjectId: string): `email_deliveries/${string}` {
	return `email_deliveries/${subjectId}`;
}
