import { z } from "zod";
import type { ProviderEvent } from "./event.ts";

const event = z.object({
	id: z.string().min(1).max(200),
	type: z.enum(["hard", "soft", "full", "policy", "complaint"]),
	recipient: z.string().max(320).optional(),
	/** The Message-ID or the return path that the mail had. */
	message: z.string().max(998).optional(),
	status: z
		.string()
		.regex(/^[45]\.\d{1,3}\.\d{1,3}$/)
		.optional(),
});
const body = z.union([
	event.transform((one) => [one]),
	z.object({ events: z.array(event).max(1_000) }).transform(({ events }) => events),
]);

/**
 * Reads our own form of a webhook, of one event or `{"events": […]}`; docs/mail.md describes it.
 * @returns null when it is no such thing
 */
export function readGeneric(json: unknown): ProviderEvent[] | null {
	const { data } = body.safeParse(json);
	return (
		data?.map(({ id, type, recipient, message, status }) => ({
			kind: type,
			enhanced: status ?? null,
			recipient: recipient ?? null,
			names: message ? [message] : [],
			event: `generic ${id}`,
		})) ?? null
	);
}
