import { type Locale, type Translate, translator } from "#app/i18n/translate.ts";
import type { MailKind, MailValues } from "../kinds.ts";
import { encodeRendition, gap, type Rendition } from "../mime/rendition.ts";
import { answer } from "./answer.ts";
import type { WrittenMail } from "./blocks.ts";
import { confirmPicket, picketChangeDecided, picketHostLink, picketListed, picketRefused } from "./confirm-picket.ts";
import { confirmSignature } from "./confirm-signature.ts";
import { digest } from "./digest.ts";
import {
	confirmContact,
	confirmEndorsement,
	contactMoved,
	endorsementHowWent,
	endorsementRefused,
	endorsementShown,
} from "./endorsement-mails.ts";
import {
	donationLink,
	giftFailed,
	giftReceipt,
	giftReturned,
	giftTransfer,
	monthlyChanged,
	monthlyEnded,
	monthlyFailed,
	monthlyRecovered,
} from "./gift-mails.ts";
import { htmlOf } from "./html.tsx";
import { myLink } from "./my-link.ts";
import { organiserInvitation, organiserRecovery, organisersNotice } from "./organiser-mails.ts";
import {
	confirmRsvp,
	picketCancelled,
	picketChanged,
	picketLetIn,
	picketMessage,
	picketNotLetIn,
	picketReminder,
} from "./picket-mails.ts";
import { remindSignature } from "./remind-signature.ts";
import { textOf } from "./text.ts";

type Template<Kind extends MailKind> = (t: Translate, values: MailValues[Kind]) => WrittenMail;

/** Kinds that are drawn from a template: what tries a mailing brings its text along. */
type DrawnKind = Exclude<MailKind, "mailing-test">;

/** Each kind's template and the names of its values. */
const templates: { [Kind in DrawnKind]: { write: Template<Kind>; values: readonly (keyof MailValues[Kind])[] } } = {
	answer: { write: answer, values: ["about", "text", "link"] },
	"confirm-picket": { write: confirmPicket, values: ["link", "about"] },
	"picket-listed": { write: picketListed, values: ["link", "hostLink", "about"] },
	"picket-refused": { write: picketRefused, values: ["hostLink", "contactLink", "about"] },
	"picket-change-decided": { write: picketChangeDecided, values: ["hostLink", "contactLink", "about", "how"] },
	"picket-host-link": { write: picketHostLink, values: ["hostLink", "about"] },
	"organiser-invitation": { write: organiserInvitation, values: ["link"] },
	"organiser-recovery": { write: organiserRecovery, values: ["link"] },
	"organisers-notice": { write: organisersNotice, values: ["text", "link"] },
	"confirm-signature": { write: confirmSignature, values: ["link", "withdrawLink", "about"] },
	"remind-signature": { write: remindSignature, values: ["link", "withdrawLink", "about"] },
	"my-link": { write: myLink, values: ["link"] },
	"contact-link": { write: confirmContact, values: ["link"] },
	"contact-moved": { write: contactMoved, values: ["contactLink"] },
	"confirm-endorsement": { write: confirmEndorsement, values: ["link", "about"] },
	"endorsement-how-went": { write: endorsementHowWent, values: ["link", "about", "contactLink"] },
	"endorsement-shown": { write: endorsementShown, values: ["link", "about", "contactLink"] },
	"endorsement-refused": { write: endorsementRefused, values: ["link", "about", "contactLink"] },
	digest: { write: digest, values: ["about", "title", "numbers", "organisations", "text", "link"] },
	"gift-receipt": { write: giftReceipt, values: ["link", "until", "day", "facts", "how"] },
	"gift-transfer": { write: giftTransfer, values: ["link", "until", "day", "facts", "how"] },
	"gift-failed": { write: giftFailed, values: ["link", "until", "day", "facts"] },
	"gift-returned": { write: giftReturned, values: ["link", "until", "day", "facts", "how"] },
	"monthly-failed": { write: monthlyFailed, values: ["link", "until", "day", "facts", "how"] },
	"monthly-recovered": { write: monthlyRecovered, values: ["link", "until", "day", "facts"] },
	"monthly-changed": { write: monthlyChanged, values: ["link", "until", "day", "facts", "how"] },
	"monthly-ended": { write: monthlyEnded, values: ["link", "until", "day", "facts", "how"] },
	"donation-link": { write: donationLink, values: ["link"] },
	"confirm-rsvp": { write: confirmRsvp, values: ["link", "day"] },
	"picket-changed": { write: picketChanged, values: ["link", "day", "facts", "changes"] },
	"picket-cancelled": { write: picketCancelled, values: ["link", "day", "facts", "how"] },
	"picket-reminder": { write: picketReminder, values: ["link", "day", "facts"] },
	"picket-message": { write: picketMessage, values: ["link", "day", "facts", "words", "language"] },
	"picket-let-in": { write: picketLetIn, values: ["link", "day", "facts"] },
	"picket-not-let-in": { write: picketNotLetIn, values: ["link", "day", "facts"] },
};

const drawn = new Map<string, Rendition>();

/** The rendition of a kind in a language, drawn once per process; null for a kind of a newer version. */
export function renditionOf(kind: string, locale: Locale): Rendition | null {
	const known = drawn.get(`${kind}/${locale}`);
	if (known) return known;
	if (!isDrawnKind(kind)) return null;
	const rendition = draw(kind, locale);
	drawn.set(`${kind}/${locale}`, rendition);
	return rendition;
}

function isDrawnKind(kind: string): kind is DrawnKind {
	return Object.hasOwn(templates, kind);
}

function draw<Kind extends DrawnKind>(kind: Kind, locale: Locale): Rendition {
	const { write, values } = templates[kind];
	const gaps = Object.fromEntries(values.map((name) => [name, gap(String(name))])) as MailValues[Kind];
	const mail = write(translator(locale), gaps);
	return encodeRendition({ subject: mail.subject, text: textOf(mail.blocks), html: htmlOf(mail, locale) });
}
