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
	/** A mailing as it is drawn, for who tries it before it goes to anybody; the links lead nowhere. */
	"mailing-test": { subject: string; html: string; text: string; unsubscribe: string; preferences: string };
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
	"confirm-signature": SigningMailValues;
	"remind-signature": SigningMailValues;
	"my-link": {
		/** Where whoever reads this mail sees what is held under the address, whole. */
		link: string;
	};
	"contact-link": {
		/** Where whoever reads this mail agrees that a body's comes there, whole. */
		link: string;
	};
	"contact-moved": {
		/** Where to say that it was not meant so, whole. */
		contactLink: string;
	};
	"confirm-endorsement": {
		/** The body's own page, whole. */
		link: string;
		/** The campaign's neutral title in the reader's language. */
		about: string;
	};
	"endorsement-how-went": EndorsementMailValues;
	"endorsement-shown": EndorsementMailValues;
	"endorsement-refused": EndorsementMailValues;
	/** To a public body: no name of a person. */
	digest: {
		/** The campaign's neutral title in the mailbox's language. */
		about: string;
		/** The petition's own title. */
		title: string;
		/** People, organisations and paper, in one line. */
		numbers: string;
		/** A line each. */
		organisations: string;
		/** The whole text of the petition, plain. */
		text: string;
		/** The petition's page, whole. */
		link: string;
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
	"gift-receipt": GiftMailValues & {
		/** What is on the gift's page, in the reader's language: sentences of ours. */
		how: string;
	};
	"gift-transfer": GiftMailValues & {
		/** What it is about, in the reader's language: sentences of ours. */
		how: string;
	};
	"gift-failed": GiftMailValues;
	"gift-returned": GiftMailValues & {
		/** Given back or taken back, and how much, in the reader's language: a sentence of ours. */
		how: string;
	};
	"monthly-failed": GiftMailValues & {
		/** When it is tried again, in the reader's language: sentences of ours. */
		how: string;
	};
	"monthly-recovered": GiftMailValues;
	"monthly-changed": GiftMailValues & {
		/** The amount before and the amount now, in the reader's language: sentences of ours. */
		how: string;
	};
	"monthly-ended": GiftMailValues & {
		/** Asked for or not, in the reader's language: sentences of ours. */
		how: string;
	};
	"donation-link": {
		/** Where whoever reads this mail sees the gifts made with the address, whole. */
		link: string;
	};
	"picket-message": PicketMailValues & {
		/** The host's own words, as written and read by a moderator. */
		words: string;
		/** The language that they are in, as it was given. */
		language: string;
	};
}

/** What a mail that asks to confirm a signature is told. */
interface SigningMailValues {
	/** Where the confirm page is, whole. */
	link: string;
	/** Where the confirmed signature can be withdrawn, whole. */
	withdrawLink: string;
	/** The campaign's neutral title in the reader's language: a date, no cause. */
	about: string;
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

/** What each mail about a gift is told; no word that its giver typed. */
interface GiftMailValues {
	/** The gift's own page, whole. */
	link: string;
	/** The last day of that link, in the reader's language. */
	until: string;
	/** The day of what it tells of, in the reader's language: what a lock screen may show. */
	day: string;
	/** Amounts, day, reference, holder: a line each. */
	facts: string;
}

/** What each mail to a body that endorses is told. */
interface EndorsementMailValues {
	/** The body's own page, whole. */
	link: string;
	/** The campaign's neutral title in the reader's language. */
	about: string;
	/** Where to ask, whole. */
	contactLink: string;
}

export type MailKind = keyof MailValues;

/**
 * Whether a confirmed person has asked for it, of every kind: whoever adds one has to say. Where not, anybody can type
 * anybody's address.
 */
const asked: Readonly<Record<MailKind, boolean>> = {
	"confirm-signature": false,
	"remind-signature": false,
	"confirm-picket": false,
	"confirm-rsvp": false,
	"confirm-endorsement": false,
	"my-link": false,
	"contact-link": false,
	"donation-link": false,
	"gift-transfer": false,
	"gift-failed": false,
	answer: false,
	"organiser-invitation": false,
	"organiser-recovery": true,
	"organisers-notice": true,
	"mailing-test": true,
	"endorsement-how-went": true,
	"endorsement-shown": true,
	"endorsement-refused": true,
	// Once for each address that agrees, to one that agreed before.
	"contact-moved": true,
	// A public body's mailbox, entered by an administrator; a milestone comes seldom.
	digest: true,
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
	// Money has moved from whoever typed the address: nobody pays to write to strangers.
	"gift-receipt": true,
	"gift-returned": true,
	"monthly-failed": true,
	"monthly-recovered": true,
	"monthly-changed": true,
	"monthly-ended": true,
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
