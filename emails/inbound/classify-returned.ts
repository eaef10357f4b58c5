import { type Failure, judge, statusIn } from "./judge.ts";
import { reportFields, typedAddress } from "./report-fields.ts";
import type { ReturnedMail } from "./returned-mail.ts";
import { unstructured } from "./unstructured.ts";

/** What a mail that came back tells. */
export interface Returned {
	kind: Failure | "complaint";
	/** RFC 3463. */
	enhanced: string | null;
	/** The address that it names as the one that failed or complained, as it stands there: anybody may have written it. */
	recipient: string | null;
}

// RFC 5965 §7.3 and its registry. `not-spam` (RFC 6430) and `auth-failure` (RFC 6591) complain of nobody.
const complaints = /^(?:abuse|fraud|virus|other|miscategorized|opt-out(?:-list)?)$/i;

/**
 * Reads what a mail tells of one that we sent, by its structure where it has one (RFC 3464, 5965, 6533), else by the
 * wording of well-known servers.
 * @returns null for what is no failure and no complaint: delays, receipts, automatic answers, questions back, people
 */
export function classifyReturned(mail: ReturnedMail): Returned | null {
	for (const { type, text } of mail.reports) {
		const found = type === "message/feedback-report" ? complaint(text, mail.original) : deliveryStatus(text, mail.text);
		if (found !== undefined) return found;
	}
	return unstructured(mail);
}

function complaint(text: string, original: string): Returned | null | undefined {
	const [fields] = reportFields(text);
	const kind = fields?.get("feedback-type");
	if (!fields || !kind) return undefined;
	if (!complaints.test(kind)) return null;
	const named =
		fields.get("original-rcpt-to") ?? fields.get("removal-recipient") ?? /^to:[ \t]*(.+)$/im.exec(original)?.[1];
	return { kind: "complaint", enhanced: null, recipient: typedAddress(named?.trim()) };
}

/** Undefined when it says nothing of a recipient: then the words around it may. */
function deliveryStatus(text: string, said: string): Returned | null | undefined {
	const recipients = reportFields(text).filter((fields) => fields.has("action") || fields.has("final-recipient"));
	if (recipients.length === 0) return undefined;
	const failed = recipients.find((fields) => /^failed\b/i.test(fields.get("action") ?? ""));
	if (!failed) return null;
	const diagnosis = failed.get("diagnostic-code") ?? "";
	const stated = statusIn(failed.get("status") ?? "");
	// What the last server said is nearer to the truth than what the reporter made of it, if that is a mere "failed".
	const status = !stated || /^[45]\.0\.0$/.test(stated) ? (statusIn(diagnosis) ?? stated) : stated;
	const kind = judge(status, diagnosis.replace(/^[\w-]+;\s*/, "") || said) ?? "soft";
	const recipient = typedAddress(failed.get("original-recipient")) ?? typedAddress(failed.get("final-recipient"));
	return { kind, enhanced: status, recipient };
}
