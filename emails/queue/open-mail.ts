import { isLocale } from "#app/i18n/translate.ts";
import { domainFingerprint, type FingerprintKey, fingerprint } from "#app/seal/fingerprint.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { verpToken } from "#app/seal/mail-tokens.ts";
import { open } from "#app/seal/seal.ts";
import { mailPlace, type SealedMail, unasked } from "../kinds.ts";
import { compose } from "../mime/compose.ts";
import type { DkimSigner } from "../mime/dkim.ts";
import { returnPath } from "../mime/list-fields.ts";
import { type MailAddress, mailAddress } from "../mime/mail-address.ts";
import { messageId } from "../mime/message-id.ts";
import type { Rendition } from "../mime/rendition.ts";
import { readRendition } from "../templates/merge.ts";
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
	/** Where the site is, for the links of mailings: `https://example.org`. */
	origin: string;
	/** CONTACT_EMAIL: who answers a mailing writes to a person. */
	replyTo?: MailAddress;
	/** Where what comes back is sent to; without it, to the sender. */
	bounceHost?: string;
	dkim?: DkimSigner;
	now(): Date;
}

/** A delivery whose seal has been opened. */
export interface OpenedMail extends Markable {
	attempts: number;
	policy: string;
	/** The mailing that it is of, if it is of one. */
	mailing?: number;
	/**
	 * Writes it out; null when its address cannot be mailed.
	 * @throws what signing throws
	 */
	write(): Promise<Written | null>;
}

/** A mail as the relay gets it. */
export interface Written {
	envelope: Envelope;
	message: string;
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
	const rendition = renditionFor(kind, mail);
	if (!rendition) throw new Error("no template of this kind");
	const mailbox = fingerprint(sender.addressKey, mail.to);
	return {
		id,
		attempts,
		policy,
		fingerprint: mailbox,
		domain: domainFingerprint(sender.addressKey, mail.to),
		unasked: unasked.has(kind),
		spares: kind !== "confirm-signature",
		async write() {
			const to = mailAddress(mail.to);
			if (!to) return null;
			const domain = sender.from.slice(sender.from.lastIndexOf("@") + 1);
			const message = compose(rendition, {
				from: sender.from,
				senderName: sender.senderName,
				to,
				messageId: messageId(sender.keys, id, mailbox, domain),
				date: sender.now(),
				values: { ...mail.values },
				calendar: mail.calendar,
				unsubscribe: mail.unsubscribe,
			});
			const signed = sender.dkim ? await sender.dkim.signed(message) : message;
			return { envelope: { from: envelopeFrom(sender, id, mailbox), to }, message: signed };
		},
	};
}

function renditionFor(kind: string, mail: SealedMail): Rendition | null {
	// Somebody tries a mailing: its text came along.
	if (kind === "mailing-test") return readRendition((mail as SealedMail<"mailing-test">).values);
	return renditionOf(kind, isLocale(mail.locale) ? mail.locale : "en");
}

/** Who the relay is told sends it: an address of this delivery alone where something takes what comes back. */
export function envelopeFrom({ keys, from, bounceHost }: Sender, deliveryId: number, mailbox: Buffer): MailAddress {
	const path = bounceHost && mailAddress(returnPath(verpToken(keys, deliveryId, mailbox), bounceHost));
	return path || from;
}
