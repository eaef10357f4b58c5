import { plainPath } from "./target.ts";

/** What a post to an address may carry. */
export interface PostRule {
	types: readonly string[];
	/** Bytes. */
	limit: number;
	/** The body is a form whose text must be UTF-8. */
	form: boolean;
}

const urlencoded = "application/x-www-form-urlencoded";
const kilobyte = 1024;
const form: PostRule = { types: [urlencoded], limit: 64 * kilobyte, form: true };

const exceptions: readonly { address: RegExp; rule: PostRule }[] = [
	// Mail providers unsubscribe in one click with either type (RFC 8058 §3.2), and nobody reads the body.
	{ address: /^\/u\/[^/]+$/, rule: { types: [urlencoded, "multipart/form-data"], limit: kilobyte, form: false } },
];

/** The rule for an address: public forms, and the exceptions that the table lists. */
export function postRule(pathname: string): PostRule {
	const plain = plainPath(pathname);
	return exceptions.find(({ address }) => address.test(plain))?.rule ?? form;
}

/** Whether a Content-Type (RFC 9110 §8.3) fits a rule; a form in another charset than UTF-8 does not. */
export function takesType(rule: PostRule, contentType: string | undefined): boolean {
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
