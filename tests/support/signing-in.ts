import { Secret, TOTP } from "otpauth";
import type { StoredMail } from "#sandbox/mailbox/stored-mail.ts";
import type { Client } from "./client.ts";

/** Posts the sign-in form as its own page does. */
export function typeIn(
	app: Client,
	fields: Record<string, string>,
	headers: Record<string, string> = {},
): Promise<Response> {
	return app.post("/organise/sign-in", fields, { Origin: app.origin, ...headers });
}

/** The cookies that an answer sets, as a browser sends them back. */
export function cookiesOf(answer: Response): string {
	return answer.headers
		.getSetCookie()
		.map((line) => line.split(";")[0])
		.join("; ");
}

/** The path of the one-time link in a mail. */
export function linkIn(mail: StoredMail): string {
	const [, path] = /https?:\/\/[^/\s]+(\/organise\/links\/[a-z2-7]{32})/.exec(mail.text) ?? [];
	if (!path) throw new Error("the mail has no link to come in by");
	return path;
}

/** What the page of a one-time link answered. */
export interface CameIn {
	status: number;
	text: string;
	cookie: string;
	recoveryCodes: string[];
	/** What the form carried. */
	carried: string;
}

/** Opens a one-time link, sets an app up by its letters and posts the form. @param fields what is typed; the right code unless given */
export async function comeIn(
	app: Client,
	link: string,
	fields: { name: string; password: string; code?: string },
): Promise<CameIn> {
	const page = await (await app.get(link)).text();
	const [, carried = ""] = /name="setup" value="([^"]+)"/.exec(page) ?? [];
	const [, letters = ""] = /class="copy">([A-Z2-7 ]+)</.exec(page) ?? [];
	const totp = new TOTP({ secret: Secret.fromBase32(letters.replaceAll(" ", "")) });
	const answer = await app.post(link, { code: totp.generate(), setup: carried, ...fields }, { Origin: app.origin });
	const text = await answer.text();
	const recoveryCodes = [...text.matchAll(/<code>([a-z2-7 ]{29})<\/code>/g)].map(([, code = ""]) => code);
	return { status: answer.status, text, cookie: cookiesOf(answer), recoveryCodes, carried };
}
