/** What the fields of one mail of a mailing say; nothing in them is a person's but the token. */
export interface Mailing {
	/** Where the site is: `https://example.org`. */
	origin: string;
	/** The subscription's own, of `unsubscribeToken`. */
	token: string;
	/** BOUNCE_HOST, where something takes mail for it: then unsubscribing works by mail too. */
	bounceHost?: string;
	/** Numbers, as a campaign's name in a header would tell more than the neutral subject. */
	campaignId: number;
	messageId: number;
	/** The mail's kind, as `update`. */
	kind: string;
	/** The sender's domain. */
	domain: string;
}

/** Who sends, as providers that report complaints by Feedback-ID tell senders apart. */
const SENDER_ID = "yntymaq";

/**
 * The header fields of a mail to a list: List-Id (RFC 2919), List-Unsubscribe (RFC 2369), the promise that one POST to it is
 * enough (RFC 8058, for https alone) and Feedback-ID (campaign, kind and message, the same for all readers).
 */
export function listFields({ origin, token, bounceHost, campaignId, messageId, kind, domain }: Mailing): string[] {
	const page = `<${origin}/u/${token}>`;
	return [
		`List-Id: <updates.c${campaignId}.${domain}>`,
		`List-Unsubscribe: ${bounceHost ? `${page},\r\n <mailto:${unsubscribeMailbox(token, bounceHost)}>` : page}`,
		...(origin.startsWith("https:") ? ["List-Unsubscribe-Post: List-Unsubscribe=One-Click"] : []),
		`Feedback-ID: c${campaignId}:${kind}:m${messageId}:${SENDER_ID}`,
	];
}

/** Where a mail client's own "unsubscribe" writes to: the address is the whole request, whatever is in the mail. */
export function unsubscribeMailbox(token: string, bounceHost: string): string {
	return `u+${token}@${bounceHost}`;
}

/** The return path of one delivery: what comes back names it, whatever its author says in it. */
export function returnPath(token: string, bounceHost: string): string {
	return `b+${token}@${bounceHost}`;
}

/** What stands before the `@` of an address that mail comes back to. */
export type Returned = { kind: "bounce" | "unsubscribe"; token: string };

/** Reads an address of `returnPath` or `unsubscribeMailbox`, however its letters were written; null for another. */
export function readReturned(address: string, bounceHost: string): Returned | null {
	const [, letter, token, host] =
		/^([bu])\+([a-df-z2-8]{32}|[a-df-z2-8]{48})@(.+)$/.exec(address.trim().toLowerCase()) ?? [];
	if (!letter || !token || host !== bounceHost.toLowerCase()) return null;
	return { kind: letter === "b" ? "bounce" : "unsubscribe", token };
}
