/**
 * Which of a subscription's `kinds` each kind of mailing is for: whoever adds one says what people ticked for it. Null for
 * what concerns everybody of whom an address is held.
 */
export const wantedAs = {
	/** What an organiser writes: about two a month until the day, then a few a year. */
	update: "updates",
	/** A petition was handed in. */
	"handed-in": "milestones",
	/** What became of a campaign. */
	"closing-report": "milestones",
	/** Asks who subscribed whether to stay, before their address is deleted. */
	stay: null,
} as const;

/** A kind of mail that goes to everybody who subscribed. */
export type MailingKind = keyof typeof wantedAs;

/** Whether a text, such as `email_messages.kind`, is one of them. */
export function isMailingKind(text: string): text is MailingKind {
	return Object.hasOwn(wantedAs, text);
}
