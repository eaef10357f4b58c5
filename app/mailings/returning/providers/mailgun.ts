import { z } from "zod";
import { judge, statusIn } from "#emails/inbound/judge.ts";
import type { ProviderEvent } from "./event.ts";

const body = z.object({
	signature: z.object({ timestamp: z.string(), token: z.string(), signature: z.string() }),
	"event-data": z.object({
		id: z.string().default(""),
		event: z.string(),
		severity: z.string().optional(),
		reason: z.string().optional(),
		recipient: z.string().optional(),
		"delivery-status": z
			.object({
				"enhanced-code": z.string().nullish(),
				code: z.number().nullish(),
				message: z.string().nullish(),
				description: z.string().nullish(),
			})
			.optional(),
		message: z.object({ headers: z.object({ "message-id": z.string().optional() }).optional() }).optional(),
		envelope: z.object({ sender: z.string().optional() }).optional(),
	}),
});

/** What Mailgun tells, and what it has signed it with. */
export interface FromMailgun {
	signature: { timestamp: string; token: string; signature: string };
	events: ProviderEvent[];
}

/**
 * Reads what Mailgun tells ("Webhooks", "Event structure").
 * @returns null when it is no such thing
 */
export function readMailgun(json: unknown): FromMailgun | null {
	const { data } = body.safeParse(json);
	if (!data) return null;
	const { signature, "event-data": event } = data;
	const kind = event.event === "complained" ? "complaint" : event.event === "failed" ? failureOf(event) : null;
	const status = event["delivery-status"];
	const names = [event.envelope?.sender, event.message?.headers?.["message-id"]].filter((name) => name !== undefined);
	return {
		signature,
		events: kind
			? [
					{
						kind,
						enhanced: statusIn(status?.["enhanced-code"] ?? "") ?? statusIn(status?.message ?? ""),
						recipient: event.recipient ?? null,
						names: names.map((name) => (name.includes("<") ? name : `<${name}>`)),
						event: `mailgun ${event.id}`,
					},
				]
			: [],
	};
}

type MailgunEvent = z.infer<typeof body>["event-data"];

function failureOf({ severity, reason, "delivery-status": status }: MailgunEvent): ProviderEvent["kind"] | null {
	// Mailgun tries on: nothing has come back yet.
	if (severity === "temporary") return null;
	if (reason === "suppress-complaint") return "complaint";
	if (/^suppress-/.test(reason ?? "")) return "hard";
	const said = `${status?.message ?? ""}\n${status?.description ?? ""}`;
	return judge(statusIn(status?.["enhanced-code"] ?? "") ?? statusIn(said), said) ?? "hard";
}
