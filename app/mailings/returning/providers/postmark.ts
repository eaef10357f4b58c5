import { z } from "zod";
import { judge, statusIn } from "#emails/inbound/judge.ts";
import type { ProviderEvent } from "./event.ts";

const event = z.object({
	RecordType: z.string(),
	ID: z.union([z.number(), z.string()]).default(""),
	Type: z.string().default(""),
	Email: z.string(),
	From: z.string().optional(),
	Details: z.string().default(""),
	Description: z.string().default(""),
	Content: z.string().optional(),
});

const kinds: Readonly<Record<string, ProviderEvent["kind"]>> = {
	HardBounce: "hard",
	BadEmailAddress: "hard",
	SoftBounce: "soft",
	Transient: "soft",
	DnsError: "soft",
	SpamNotification: "policy",
	Blocked: "policy",
	DMARCPolicy: "policy",
	SpamComplaint: "complaint",
};
// Automatic answers, challenges, changes of address and people who subscribe or leave.
const harmless = new Set([
	"AutoResponder",
	"AddressChange",
	"ChallengeVerification",
	"OpenRelayTest",
	"Subscribe",
	"Unsubscribe",
]);

/**
 * Reads what Postmark tells ("Bounce webhook", "Spam complaint webhook", "Bounce types").
 * @returns null when it is no such thing
 */
export function readPostmark(json: unknown): ProviderEvent[] | null {
	const { data } = event.safeParse(json);
	if (!data) return null;
	const { RecordType, ID, Type, Email, Details, Description, Content } = data;
	if (!/^(?:Bounce|SpamComplaint)$/.test(RecordType) || harmless.has(Type)) return [];
	const said = `${Details}\n${Description}`;
	const enhanced = statusIn(Details);
	const judged = judge(enhanced, Details);
	const kind =
		RecordType === "SpamComplaint"
			? "complaint"
			: judged === "full"
				? "full"
				: (kinds[Type] ?? judge(enhanced, said) ?? "soft");
	return [{ kind, enhanced, recipient: Email, names: Content ? [Content] : [], event: `postmark ${ID}` }];
}
