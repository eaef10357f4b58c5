import { expect, vi } from "vitest";
import { type Locale, translator } from "#app/i18n/translate.ts";
import type { StoredMail } from "#sandbox/mailbox/stored-mail.ts";
import type { Client } from "./client.ts";

export const petition = "/en/petitions/zhanaozen";

/** Signs as a person would: the fields that differ from a plain, counted signature. */
export async function sign(app: Client, email: string, fields: Record<string, string> = {}, page = petition) {
	return app.post(`${page}/sign`, { email, country: "GB", visibility: "counted", ...fields });
}

/** Waits for the n-th mail to an address (1 is the first) and gives it. */
export async function mailTo(app: Client, email: string, nth = 1): Promise<StoredMail> {
	return vi.waitFor(
		async () => {
			const mail = (await mailsTo(app, email)).at(-nth);
			expect(mail, `mail ${nth} to ${email}`).toBeDefined();
			return mail as StoredMail;
		},
		{ timeout: 10_000, interval: 20 },
	);
}

/** Every mail that an address got, newest first. */
export async function mailsTo(app: Client, email: string): Promise<StoredMail[]> {
	return (await app.mails()).filter(({ to }) => to === email);
}

/** The path of the confirm page in a mail. */
export function linkIn(mail: StoredMail): string {
	const [, path] = /https?:\/\/[^/\s]+(\/[a-z]{2}\/confirm\/[a-z2-7]{32})/.exec(mail.text) ?? [];
	if (!path) throw new Error("the mail has no link to confirm");
	return path;
}

/** The path of the withdraw page in a mail. */
export function withdrawLinkIn(mail: StoredMail): string {
	const [, path] = /https?:\/\/[^/\s]+(\/[a-z]{2}\/withdraw\/[a-z2-7]{32})/.exec(mail.text) ?? [];
	if (!path) throw new Error("the mail has no link to withdraw");
	return path;
}

/** Signs, waits for the mail and confirms. */
export async function signAndConfirm(app: Client, email: string, fields: Record<string, string> = {}) {
	const before = (await mailsTo(app, email)).length;
	await sign(app, email, fields);
	const link = linkIn(await mailTo(app, email, before + 1));
	return app.post(link, {});
}

/** The count that the whole world sees. */
export async function count(app: Client): Promise<number> {
	const answer = await app.get("/petitions/zhanaozen/count.json");
	return ((await answer.json()) as { count: number }).count;
}

/** How many stand behind the petition, as its page says it in a language. */
export async function headline(app: Client, locale: Locale): Promise<string> {
	const said = (await (await app.get("/petitions/zhanaozen/count.json")).json()) as Record<string, number>;
	const { count = 0, organisations = 0, represented = 0 } = said;
	return translator(locale)("petition.headline", { count, organisations, represented });
}
