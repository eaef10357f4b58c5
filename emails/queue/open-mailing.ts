import { randomBytes } from "node:crypto";
import { isLocale } from "#app/i18n/translate.ts";
import { domainFingerprint, fingerprint } from "#app/seal/fingerprint.ts";
import { unsubscribeToken } from "#app/seal/mail-tokens.ts";
import { open } from "#app/seal/seal.ts";
import { isMailingKind, wantedAs } from "../mailing-kinds.ts";
import { compose } from "../mime/compose.ts";
import { listFields } from "../mime/list-fields.ts";
import { mailAddress } from "../mime/mail-address.ts";
import { messageId } from "../mime/message-id.ts";
import type { MergeToken } from "../templates/merge.ts";
import type { Claimed } from "./claim.ts";
import { envelopeFrom, type OpenedMail, type Sender } from "./open-mail.ts";
import type { StoredRenditions } from "./stored-renditions.ts";

/**
 * Opens a mailing's mail to one subscription: the address is the subscription's own, the text the mailing's. Of a
 * subscription that has ended it makes what marking ends.
 * @throws when it was sealed under a key that is not listed, or is of a newer version than this process
 */
export function openMailing(sender: Sender, renditions: StoredRenditions, row: Claimed): OpenedMail {
	const { id, message_id, subject_id, attempts, policy, kind, campaign_id = 0, sealed, locale } = row;
	if (!isMailingKind(kind)) throw new Error("no mailing of this kind");
	const common = { id, attempts, policy, mailing: message_id, unasked: false, wantedAs: wantedAs[kind] ?? undefined };
	// No fingerprint stands twice in a window.
	if (!sealed || !locale) return { ...common, fingerprint: randomBytes(32), write: async () => null };
	const { email } = open<{ email: string }>(sender.keys, `subscriptions/${subject_id}`, sealed);
	const rendition = renditions.of(message_id, locale);
	if (!rendition) throw new Error("the mailing has no text");
	const mailbox = fingerprint(sender.addressKey, email);
	return {
		...common,
		fingerprint: mailbox,
		domain: domainFingerprint(sender.addressKey, email),
		async write() {
			const to = mailAddress(email);
			if (!to) return null;
			const domain = sender.from.slice(sender.from.lastIndexOf("@") + 1);
			const token = unsubscribeToken(sender.keys, subject_id);
			const { origin, bounceHost } = sender;
			const message = compose(rendition, {
				from: sender.from,
				senderName: sender.senderName,
				to,
				messageId: messageId(sender.keys, id, mailbox, domain),
				date: sender.now(),
				values: linksOf(origin, locale, token),
				replyTo: sender.replyTo,
				list: listFields({ origin, token, bounceHost, campaignId: campaign_id, messageId: message_id, kind, domain }),
			});
			const signed = sender.dkim ? await sender.dkim.signed(message) : message;
			return { envelope: { from: envelopeFrom(sender, id, mailbox), to }, message: signed };
		},
	};
}

/** A reader's own links, by the tokens that stand for them. */
function linksOf(origin: string, locale: string, token: string): Record<MergeToken, string> {
	const page = isLocale(locale) ? locale : "en";
	return { unsubscribe: `${origin}/u/${token}`, preferences: `${origin}/${page}/mail/${token}` };
}
