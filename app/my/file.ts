import type { Held } from "./held.server.ts";

/** Raised when a name or a meaning changes, not when something is added. */
const FORMAT = "yntymaq.my/1";

/**
 * What is held, as JSON for programs (docs/my.md says what each name means). Links that act are left out: a file is
 * passed on.
 */
export function fileOf({ email, petitions, updates, endorsements, pickets, donations, mails }: Held): string {
	const file = {
		format: FORMAT,
		email,
		signatures: petitions.signatures,
		submissions: petitions.submissions,
		subscriptions: updates.flatMap(({ slug, subscription }) =>
			subscription ? [{ campaign: slug, ...subscription, token: undefined }] : [],
		),
		endorsements: endorsements.map(({ token: _, ...endorsement }) => endorsement),
		rsvps: pickets.rsvps.map(({ token: _, ...rsvp }) => rsvp),
		hosts: pickets.hosts.map(({ token: _, ...host }) => host),
		trusted: pickets.trusted,
		gifts: donations.map(({ id: _, printed: __, ...donation }) => donation),
		mails,
	};
	return `${JSON.stringify(file, null, "\t")}\n`;
}
