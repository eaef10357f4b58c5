/** What each kind of transactional mail is told when it is promised. No word typed by a person not yet confirmed. */
export interface MailValues {
	"organiser-invitation": {
		/** Where to choose a password, whole. */
		link: string;
	};
	"organiser-recovery": {
		/** Where to choose a new password, a day from now, whole. */
		link: string;
	};
	"organisers-notice": {
		/** What has happened, in the reader's language: sentences of ours. */
		text: string;
		/** Where to look at it, whole. */
		link: string;
	};
	answer: {
		/** The campaign's neutral title in the reader's language. */
		about: string;
		/** What organisers have written beforehand, for everybody who asks the like. */
		text: string;
		/** Where to write again, whole. */
		link: string;
	};
	"confirm-picket": {
		/** The host's page, whole. */
		link: string;
		/** The campaign's neutral title in the reader's language. */
		about: string;
	};
	"picket-listed": { link: string; hostLink: string; about: string };
	"picket-refused": { hostLink: string; contactLink: string; about: string };
	"picket-change-decided": {
		hostLink: string;
		contactLink: string;
		about: string;
		/** Taken or not, in the reader's language: sentences of ours. */
		how: string;
	};
	"picket-host-link": { hostLink: string; about: string };
	"confirm-signature": {
		/** Where the confirm page is, whole. */
		link: string;
		/** Where the confirmed signature can be withdrawn, whole. */
		withdrawLink: string;
		/** The campaign's neutral title in the reader's language: a date, no cause. */
		about: string;
	};
	"confirm-rsvp": {
		/** Where the page is that says what is confirmed, whole. */
		link: string;
		/** The day in the reader's language, no place and no cause: nobody has confirmed yet. */
		day: string;
	};
	"picket-changed": PicketMailValues & {
		/** What has changed, a line each, old and new. */
		changes: string;
	};
	"picket-cancelled": PicketMailValues & {
		/** Called off by its host, or no longer announced here. */
		how: string;
	};
	"picket-reminder": PicketMailValues;
	"picket-let-in": PicketMailValues;
	"picket-not-let-in": PicketMailValues;
	"picket-message": PicketMailValues & {
		/** The host's own words, as written and read by a moderator. */
		words: string;
		/** The language that they are in, as it was given. */
		language: string;
	};
}

/** What each mail to who will come to a picket is told. */
interface PicketMailValues {
	/** Their page, whole: all that is known, and how to leave. */
	link: string;
	/** The day in the reader's language: what a lock screen may show. */
	day: string;
	/** What is now true, a line each: title, time in the picket's zone, place. */
	facts: string;
}

export type MailKind = keyof MailValues;

/**
 * Whether a confirmed person has asked for it, of every kind: whoever adds one has to say. Where not, anybody can type
 * anybody's address.
 */
const asked: Readonly<Record<MailKind, boolean>> = {
	"confirm-signature": false,
	"confirm-picket": false,
	"confirm-rsvp": false,
	answer: false,
	"organiser-invitation": false,
	"organiser-recovery": true,
	"organisers-notice": true,
	"picket-listed": true,
	"picket-refused": true,
	"picket-change-decided": true,
	"picket-host-link": true,
	"picket-changed": true,
	"picket-cancelled": true,
	"picket-reminder": true,
	"picket-let-in": true,
	"picket-not-let-in": true,
	"picket-message": true,
};

/** Kinds that no confirmed person asked for: MAIL_MAX_PER_ADDRESS holds for them. */
export const unasked: ReadonlySet<string> = new Set(
	Object.entries(asked).flatMap(([kind, isAsked]) => (isAsked ? [] : [kind])),
);

/** A mail as its delivery keeps it, sealed, until it has been sent. */
export interface SealedMail<Kind extends MailKind = MailKind> {
	/** The address as it was typed. */
	to: string;
	locale: string;
	values: MailValues[Kind];
	/** An iCalendar object to go along. */
	calendar?: string;
	/** Where a mail client's own "unsubscribe" leads. */
	unsubscribe?: string;
}

/** Where the sealed mail of one delivery stands: its identity is known before its row. */
export function mailPlace(subjectId: string): `email_deliveries/${string}` {
	return `email_deliveries/${subjectId}`;
}
