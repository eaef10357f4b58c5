import { unsubscribeToken } from "#app/seal/mail-tokens.ts";
import { compose } from "#emails/mime/compose.ts";
import { listFields } from "#emails/mime/list-fields.ts";
import { type MailAddress, mailAddress } from "#emails/mime/mail-address.ts";
import { messageId } from "#emails/mime/message-id.ts";
import { campaignMail } from "#emails/templates/campaign-mail.tsx";
import { readRendition } from "#emails/templates/merge.ts";
import { cpuOfUs } from "../support/cpu.ts";
import { mailingText } from "./mailing-sample.ts";
import { from, keys, localeOf, senderName } from "./sample.ts";

const origin = "https://campaign.example";
const subscription = "6f1d2c1e-4a35-4bd0-9c6e-0d3b7c1a9f42";
const mailbox = Buffer.alloc(32, 7);
const renditions = [0, 1].map((n) => readRendition(campaignMail(mailingText(n), localeOf(n))));

/** A mail of the mailing as the queue writes it, in the language of the n-th. */
function written(n: number): string {
	const rendition = renditions[n % renditions.length];
	if (!rendition) throw new Error("no text");
	const token = unsubscribeToken(keys, subscription);
	const domain = "campaign.example";
	return compose(rendition, {
		from,
		senderName,
		to: mailAddress(`p${n}@example.org`) as MailAddress,
		messageId: messageId(keys, n, mailbox, domain),
		date: new Date(),
		values: { unsubscribe: `${origin}/u/${token}`, preferences: `${origin}/en/mail/${token}` },
		list: listFields({ origin, token, campaignId: 1, messageId: 1, kind: "update", domain }),
	});
}

/** One written mail of each language. */
export function mailingMessages(): Buffer[] {
	return [0, 1].map((n) => Buffer.from(written(n)));
}

/** Microseconds of processor time that putting one reader's links, address and headers in takes. */
export function substituting(times = 20_000): number {
	for (let n = 0; n < 1_000; n++) written(n);
	const began = cpuOfUs();
	for (let n = 0; n < times; n++) written(n);
	return ((cpuOfUs() - began) * 1_000) / times;
}
