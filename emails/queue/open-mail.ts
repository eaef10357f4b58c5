import { isLocale } from "#app/i18n/translate.ts";
import { domainFingerprint, type FingerprintKey, fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import { mailPlace, type SealedMail, unasked } from "../kinds.ts";
import { compose } from "../mime/compose.ts";
import { type MailAddress, mailAddress } from "../mime/mail-address.ts";
import { messageId } from "../mime/message-id.ts";
import { renditionOf } from "../templates/renditions.ts";
import type { Claimed } from "./claim.ts";
import type { Envelope } from "./connection.ts";
import type { Markable } from "./mark.ts";

/** Whose mail it is and what it is sealed with. */
export interface Sender {
	keys: KeyRing;
	addressKey: FingerprintKey;
	from: MailAddress;
	senderName: string;
	now(): Date;
}

/** A delivery whose seal has been opened. */
export interface OpenedMail extends Markable {
	attempts: number;
	policy: string;
	/** Writes it out; null when its address cannot be mailed. */
	write(): { envelope: Envelope; message: string } | null;
}

/**
 * Opens what was sealed when the mail was promised.
 * @throws when it was sealed under a key that is not listed, or its kind is of a newer version than this process
 */
export function openMail(
	sender: Sender,
	{ id, subject_id, attempts, policy, kind, params_sealed }: Claimed,
): OpenedMail {
	if (!params_sealed) throw new Error("the mail has been emptied");
	const mail = open<SealedMail>(sender.keys, mailPlace(subject_id), params_sealed);
	const rendition = renditionOf(kind, isLocale(mail.locale) ? mail.locale : "en");
	if (!rendition) throw new Error("no template of this kind");
	return {
		id,
		attempts,
		policy,
		fingerprint: fingerprint(sender.addressKey, mail.to),
		domain: domainFingerprint(sender.addressKey, mail.to),
		unasked: unasked.has(kind),
		write() {
			const to = mailAddress(mail.to);
			if (!to) return null;
			const domain = sender.from.slice(sender.from.lastIndexOf("@") + 1);
			const message = compose(rendition, {
				from: sender.from,
				senderName: sender.senderName,
				to,
				messageId: messageId(sender.keys, id, domain),
				date: sender.now(),
				values: { ...mail.values },
				calendar: mail.calendar,
				unsubscribe: mail.unsubscribe,
			});
			return { envelope: { from: sender.from, to }, message };
		},
	};
}
