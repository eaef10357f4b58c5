/** Why a mail did not arrive, as far as it matters to the next one. */
export type Failure =
	/** No such mailbox, or no such domain: none will. */
	| "hard"
	/** Something that may pass: unreachable, too busy, expired. */
	| "soft"
	/** The mailbox is full. */
	| "full"
	/** This mail, or its sender, was not wanted: content, reputation, authentication, size. */
	| "policy";

// RFC 3463 and its registry (RFC 5248): no such mailbox, no such system, bad syntax, moved, takes no mail (RFC 7505),
// switched off, no way to the domain.
const gone = /^5\.(?:1\.(?:1|2|3|6|10)|2\.1|4\.4)$/;
// Codes that servers put on anything: there the words decide.
const vague = /^[45]\.(?:0\.0|1\.0|1\.4|3\.0|4\.0|5\.0|5\.4|7\.0)$/;

// Anybody may have written what is matched: words are bounded, and a word never holds what parts it from the next one.
const words: readonly [Failure, RegExp][] = [
	[
		"full",
		/(?:mailbox|inbox|account|user|quota)\W(?:[\w']{1,60}[^\w']){0,5}?(?:full|over ?quota|exceeded)|over ?quota|quota exceed|insufficient (?:system )?storage|not enough (?:disk |storage )?space|size limit exceeded|out of storage|переполнен/i,
	],
	[
		"hard",
		/(?:user|recipient|mailbox|address|account|alias)\W(?:[\w'<>@.-]{1,320}[^\w'<>@.-]){0,6}?(?:unknown|not found|does(?:n't| not) exist|unavailable|inactive|disabled|suspended|closed)|unknown (?:user|recipient|address|mailbox|local part)|(?:no such|invalid|not a valid|not a registered(?: \w+)?) (?:user|recipient|mailbox|address|person|domain)|no mailbox here|unrouteable address|(?:domain|host)\W(?:[\w'<>@.-]{1,320}[^\w'<>@.-]){0,5}?not found|couldn't find any host|not our customer|isn't in my|нет такого|не существует|не найден/i,
	],
	[
		"policy",
		/spam|unsolicited|blocked|black ?list|block ?list|\bpolicy\b|virus|dmarc|\bspf\b|dkim|reputation|too (?:large|big)|message size|(?:access|relay(?:ing)?|permission) denied|not (?:accepted|authori[sz]ed|allowed)|спам/i,
	],
	[
		"soft",
		/tim(?:ed|e) ?out|refused|try again|temporar|deferred|retry|too many|rate limit|gr[ae]ylist|unreachable|expired/i,
	],
];
// Said with a code of policy, or of routing, and meant nonetheless.
const noSuchUser = /no such user|user unknown|unknown user|recipient not found|user not found/i;
const deniedAsUnknown = /recipient address rejected: access denied/i;

/**
 * Judges why a mail failed.
 * @param status the enhanced code (RFC 3463), as `5.1.1`; null when there is none
 * @param said what the server said, a line or some
 * @returns null when neither tells
 */
export function judge(status: string | null, said: string): Failure | null {
	if (status && !vague.test(status)) {
		if (/^[45]\.2\.2$/.test(status)) return "full";
		if (gone.test(status)) return "hard";
		if (status.startsWith("5.") && noSuchUser.test(said)) return "hard";
		// Exchange Online says so of recipients that it does not know.
		if (status === "5.4.1" && deniedAsUnknown.test(said)) return "hard";
		if (/^[45]\.[67]\.|^[45]\.(?:2\.3|3\.4)$/.test(status)) return "policy";
		if (status.startsWith("4.") || status.startsWith("5.4.")) return "soft";
	}
	const [failure] = words.find(([, pattern]) => pattern.test(said)) ?? [];
	// What may pass does not take a mailbox away, whatever the words.
	if (failure === "hard" && (status?.startsWith("4.") || /^\W*4\d\d\b/.test(said))) return "soft";
	return failure ?? (status ? (status.startsWith("4.") ? "soft" : "policy") : null);
}

/** The first enhanced code of a failure in a text, also as qmail writes it: `(#5.1.1)`. An IP address is none. */
export function statusIn(text: string): string | null {
	return /(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d]|\.\d)/.exec(text)?.[1] ?? null;
}
