import { z } from "zod";
import { judge, statusIn } from "#emails/inbound/judge.ts";
import type { ProviderEvent } from "./event.ts";

const envelope = z.object({
	Type: z.enum(["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]),
	Message: z.string().optional(),
	SubscribeURL: z.string().optional(),
});
const mail = z.object({
	source: z.string().optional(),
	headers: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
	commonHeaders: z.object({ messageId: z.string().optional() }).optional(),
});
const notification = z.object({
	notificationType: z.string().optional(),
	eventType: z.string().optional(),
	mail,
	bounce: z
		.object({
			bounceType: z.string(),
			bounceSubType: z.string().default(""),
			feedbackId: z.string().default(""),
			bouncedRecipients: z.array(
				z.object({ emailAddress: z.string(), status: z.string().optional(), diagnosticCode: z.string().optional() }),
			),
		})
		.optional(),
	complaint: z
		.object({
			feedbackId: z.string().default(""),
			complainedRecipients: z.array(z.object({ emailAddress: z.string() })),
			complaintFeedbackType: z.string().nullish(),
		})
		.optional(),
});

/** What Amazon says: events, or that somebody is to open an address of its own to begin. */
export type FromSes = { events: ProviderEvent[] } | { confirm: string };

/**
 * Reads what Amazon SES tells through SNS ("Amazon SNS notification contents for Amazon SES"; SNS, "HTTP/HTTPS
 * notification JSON format").
 * @returns null when it is no such thing
 */
export function readSes(json: unknown): FromSes | null {
	const { data: sent } = envelope.safeParse(json);
	if (!sent) return null;
	if (sent.Type === "SubscriptionConfirmation") return sent.SubscribeURL ? { confirm: sent.SubscribeURL } : null;
	const { data } = notification.safeParse(parsed(sent.Message));
	if (sent.Type !== "Notification" || !data) return sent.Type === "UnsubscribeConfirmation" ? { events: [] } : null;
	const names = [
		data.mail.source,
		data.mail.commonHeaders?.messageId,
		...(data.mail.headers ?? []).filter(({ name }) => /^message-id$/i.test(name)).map(({ value }) => value),
	].filter((name) => name !== undefined);
	const { bounce, complaint } = data;
	if (complaint) {
		// RFC 6430: somebody says that it is none.
		const heard = complaint.complaintFeedbackType === "not-spam" ? [] : complaint.complainedRecipients;
		return {
			events: heard.map(({ emailAddress }) => ({
				kind: "complaint",
				enhanced: null,
				recipient: emailAddress,
				names,
				event: `ses ${complaint.feedbackId} ${emailAddress}`,
			})),
		};
	}
	return {
		events: (bounce?.bouncedRecipients ?? []).map(({ emailAddress, status, diagnosticCode = "" }) => {
			const enhanced = statusIn(status ?? "") ?? statusIn(diagnosticCode);
			return {
				kind:
					failureOf(bounce?.bounceType ?? "", bounce?.bounceSubType ?? "") ?? judge(enhanced, diagnosticCode) ?? "soft",
				enhanced,
				recipient: emailAddress,
				names,
				event: `ses ${bounce?.feedbackId} ${emailAddress}`,
			};
		}),
	};
}

/** What Amazon has judged itself; null where its word is a mere "General". */
function failureOf(type: string, subtype: string): ProviderEvent["kind"] | null {
	if (subtype === "MailboxFull") return "full";
	if (/^(?:MessageTooLarge|ContentRejected|AttachmentRejected|CustomTimeoutExceeded)$/.test(subtype)) return "policy";
	if (/^(?:NoEmail|Suppressed|OnAccountSuppressionList)$/.test(subtype)) return "hard";
	return type === "Transient" ? "soft" : null;
}

function parsed(text: string | undefined): unknown {
	try {
		return JSON.parse(text ?? "");
	} catch {
		return null;
	}
}
