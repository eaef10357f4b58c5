import { addressesIn, isAddress } from "./addresses.ts";
import type { Returned } from "./classify-returned.ts";
import { judge, statusIn } from "./judge.ts";
import type { ReturnedMail } from "./returned-mail.ts";

// How the notices of servers that know no RFC 3464, or are set not to use it, begin.
const openings: readonly RegExp[] = [
	// qmail-send(8), and MailEnable, Communigate after it.
	/this is the qmail-send program|this is the mail ?server/i,
	// Exim: doc/spec, "Customizing bounce messages".
	/this message was created automatically by mail delivery software/i,
	// Postfix: bounce(5), the template of a failure.
	/this is the mail system at host|i'm sorry to have to inform you that your message could not/i,
	// Sendmail.
	/----- the following addresses had permanent (?:fatal|delivery) errors -----|transcript of session follows/i,
	// Exchange and Exchange Online.
	/(?:delivery has failed to these recipients or groups|your message (?:wasn't|couldn't be) delivered|undeliverable:)/i,
	// Gmail.
	/your message wasn't delivered to|delivery to the following recipients? failed permanently|address not found/i,
	// Yandex and Mail.ru, in Russian as they write.
	/ваше письмо не (?:доставлено|было доставлено)|письмо не может быть доставлено|не удалось доставить|сообщение не доставлено/i,
	/(?:mail|message|delivery) (?:delivery )?(?:failed|failure|status notification)|undelivered mail|returned mail|could not be delivered|undeliverable/i,
];
const passing =
	/(?:message|delivery|warning)\W(?:[\w']{1,60}[^\w']){0,6}?(?:delayed|not yet been delivered|still being retried)|this is a warning message only|you do not need to resend|4 hours|will be retried|отложен/i;
const daemons = /mailer-?daemon|postmaster|mail delivery (?:system|subsystem)|mdaemon|noreply@.*bounce|bounce/i;
const answering =
	/^(?:auto(?:matic)? ?(?:reply|response|mated)|auto:|out of (?:the )?office|abwesen|réponse automatique|risposta automatica|автоответ|автоматический ответ)/i;

/**
 * Reads a notice without a structured report: only what a mail system says of itself to have sent, and only where its words
 * are a failure's. Automatic answers and questions back (challenge–response) are none.
 */
export function unstructured({ headers, subject, text }: ReturnedMail): Returned | null {
	const byDaemon = daemons.test(headers.get("from") ?? "") || headers.get("return-path") === "<>";
	const named = headers.get("x-failed-recipients");
	const about = `${subject}\n${text}`;
	if (answering.test(subject) || (!byDaemon && !named)) return null;
	if (!named && !openings.some((opening) => opening.test(about))) return null;
	const words = withoutCopy(text);
	const status = statusIn(words);
	if (passing.test(`${subject}\n${words}`) && !/permanent/i.test(words)) return null;
	const kind = judge(status, words);
	return kind && { kind, enhanced: status, recipient: recipientIn(named, words) };
}

/** What stands before the copy of our own mail, whose words are not the server's. */
function withoutCopy(text: string): string {
	return (
		text.split(
			/^--.*(?:copy of (?:the|your) message|original message|below this line|вложен|оригинал)|^Received: from /im,
			1,
		)[0] ?? ""
	);
}

/** The first address in angle brackets or alone in its line, as servers write it. */
function recipientIn(named: string | undefined, words: string): string | null {
	if (named !== undefined) return addressesIn(named)[0] ?? null;
	for (const line of words.split("\n")) {
		const bracketed = Array.from(line.matchAll(/<([^<>\s]+)>/g), ([, inner = ""]) => inner).find(isAddress);
		const alone = line.trim().replace(/:$/, "");
		const found = bracketed ?? (/[<>\s:]/.test(alone) ? "" : alone);
		const [address] = addressesIn(found);
		if (address) return address;
	}
	return null;
}
