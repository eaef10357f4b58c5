import { plainPath } from "./target.ts";

/** What a post to an address may carry. */
export interface PostRule {
	/** Media types; absent: nobody reads the body. */
	types?: readonly string[];
	/** Bytes. */
	limit: number;
	/** The body is a form whose text must be UTF-8. */
	form: boolean;
	/** A file over a bad line: how many times as long as a form it may take; at most `LARGE_AT_ONCE` are read at once. */
	patience?: number;
}

const urlencoded = "application/x-www-form-urlencoded";
const kilobyte = 1024;
/** Large bodies that a process holds at once: with what is made of them about 200 MB at the very most. */
export const LARGE_AT_ONCE = 4;
/** Twenty seconds six times: a photo of 12 MB at a megabit a second. */
export const LONGEST_PATIENCE = 6;
const form: PostRule = { types: [urlencoded], limit: 64 * kilobyte, form: true };

// A Kazakh letter is six bytes in a form: a long text of a campaign would not fit.
const longForm: PostRule = { ...form, limit: 512 * kilobyte };

// One photo and its words; the page itself refuses what is over 12 MB, beside its field.
const onePhoto: PostRule = {
	types: ["multipart/form-data"],
	limit: 16 * 1024 * kilobyte,
	form: false,
	patience: LONGEST_PATIENCE,
};

// One file of a bank; what reads it refuses what is over 8 MB, and says so.
const oneStatement: PostRule = { ...onePhoto, limit: 9 * 1024 * kilobyte };

const exceptions: readonly { address: RegExp; rule: PostRule }[] = [
	// Mail providers unsubscribe in one click with either type of form (RFC 8058 §3.2), some with no body at all.
	{ address: /^\/u\/[^/]+$/, rule: { limit: kilobyte, form: false } },
	// What providers tell of mails; Amazon's SNS calls its JSON text/plain.
	{
		address: /^\/webhooks\/mail\/[a-z]+$/,
		rule: { types: ["application/json", "text/plain"], limit: 256 * kilobyte, form: false },
	},
	// A signed event: read byte for byte.
	{
		address: /^\/webhooks\/stripe$/,
		rule: { types: ["application/json"], limit: 1024 * kilobyte, form: false },
	},
	{ address: /^\/organise\/campaigns\/[^/]+\/texts\//, rule: longForm },
	{ address: /^\/organise\/campaigns\/[^/]+\/endorsements\/import$/, rule: longForm },
	{ address: /^\/[a-z]{2}\/host\/[^/]+\/photos$/, rule: onePhoto },
	{ address: /^\/organise\/campaigns\/[^/]+\/petitions\/[^/]+\/closing\/photo$/, rule: onePhoto },
	{ address: /^\/organise\/campaigns\/[^/]+\/fund\/bank\/statement$/, rule: oneStatement },
	{ address: /^\/organise\/campaigns\/[^/]+\/fund\/aid\/[^/]+\/receipt$/, rule: onePhoto },
];

/** The rule for an address: public forms, and the exceptions that the table lists. */
export function postRule(pathname: string): PostRule {
	const plain = plainPath(pathname);
	return exceptions.find(({ address }) => address.test(plain))?.rule ?? form;
}

/** Whether a Content-Type (RFC 9110 §8.3) fits a rule; a form in another charset than UTF-8 does not. */
export function takesType(rule: PostRule, contentType: string | undefined): boolean {
	if (!rule.types) return true;
	const [type = "", ...parameters] = (contentType ?? "").split(";").map((part) => part.trim().toLowerCase());
	const charset = parameters.find((parameter) => parameter.startsWith("charset="));
	return rule.types.includes(type) && (charset === undefined || /^charset="?utf-?8"?$/.test(charset));
}

/**
 * Whether a form's text is UTF-8 once its percents are decoded. `FormData` would put U+FFFD for what is
 * not, and a name would be kept damaged. Encoded surrogates (`%ED%A0%80`) pass: a field shows them as
 * U+FFFD and words its own 422 beside it.
 */
export function isUtf8Form(body: Buffer): boolean {
	const unescaped = body
		.toString("latin1")
		.replace(/%[0-9a-f]{2}/gi, (percent) => String.fromCharCode(Number.parseInt(percent.slice(1), 16)))
		.replace(/\xed[\xa0-\xbf][\x80-\xbf]/g, "?");
	try {
		new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(unescaped, "latin1"));
		return true;
	} catch {
		return false;
	}
}
