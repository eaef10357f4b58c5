import type { Failure } from "#emails/inbound/judge.ts";

/** What a provider tells of one mail to one address. */
export interface ProviderEvent {
	kind: Failure | "complaint";
	/** RFC 3463. */
	enhanced: string | null;
	recipient: string | null;
	/** Texts that may hold the mail's return path or Message-ID. */
	names: readonly string[];
	/** The provider's name for the event. */
	event: string;
}
