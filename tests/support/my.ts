import type { Client } from "./client.ts";
import { until } from "./mail.ts";
import { mailsTo } from "./signing.ts";

/** Asks for the link to what is held under an address, as anybody can. */
export function askForLink(app: Client, email: string, locale = "en"): Promise<Response> {
	return app.post(`/${locale}/my`, { email });
}

/** Asks, waits for the mail and gives the path that its link leads to. */
export async function myLink(app: Client, email: string, locale = "en"): Promise<string> {
	const links = async () => (await mailsTo(app, email)).flatMap(({ text }) => linkIn(text) ?? []);
	const before = await links();
	await askForLink(app, email, locale);
	return until(async () => (await links()).find((link) => !before.includes(link)), `the link to ${email}`);
}

function linkIn(text: string): string | undefined {
	return /https?:\/\/[^/\s]+(\/[a-z]{2}\/my\/[a-z2-7]{32})/.exec(text)?.[1];
}
