import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { type Locale, locales, translator } from "#app/i18n/translate.ts";
import type { StoredMail } from "#sandbox/mailbox/stored-mail.ts";
import { openBrowser } from "../browser/browser.ts";
import { type Client, client } from "./client.ts";
import { startProduct } from "./product.ts";
import { personalAddresses, publicAddresses } from "./public-addresses.ts";
import { linkIn, sign, withdrawLinkIn } from "./signing.ts";

const widths = [360, 768, 1280] as const;
const schemes = ["light", "dark"] as const;

/** One page to be looked at: its name as a file, and how to come to it. */
interface Scene {
	name: string;
	open(page: Page): Promise<unknown>;
}

/**
 * Starts the demonstration (or goes to the one at SITE) and takes a picture of each public page, and of the steps of signing, at three widths, in
 * each language, light and dark, and as it prints.
 * @param folder where the pictures go: `{language}-{page}-{width}-{scheme}.png`, `{language}-{page}.pdf`
 * @param parts only names that have one of these in them
 */
export async function takeScreenshots(folder: string, parts: readonly string[]): Promise<void> {
	const dataDir = await mkdtemp(join(tmpdir(), "yntymaq-screenshots-"));
	const started = process.env.SITE ? undefined : startProduct({ dataDir, cwd: process.cwd() });
	const app = client((await started?.site) ?? process.env.SITE ?? "");
	const browser = await openBrowser();
	try {
		await mkdir(folder, { recursive: true });
		for (const locale of locales)
			for (const scene of await scenesOf(app, locale))
				await takeScene(browser, app.origin, folder, scene, (name) => parts.every((part) => name.includes(part)));
	} finally {
		await browser.close();
		started?.interrupt();
		await started?.ended;
		await rm(dataDir, { recursive: true, force: true });
	}
	console.log(`pictures in ${folder}`);
}

async function scenesOf(app: Client, locale: Locale): Promise<Scene[]> {
	const plain = [...publicAddresses, ...personalAddresses].map((address) => ({
		name: `${locale}-${address.slice(1).replaceAll("/", "_") || "home"}`,
		open: (page: Page) => page.goto(`/${locale}${address}`),
	}));
	return [...plain, ...(await steps(app, locale))];
}

/** The pages that only somebody who signs comes to. */
async function steps(app: Client, locale: Locale): Promise<Scene[]> {
	const t = translator(locale);
	const petition = `/${locale}/petitions/zhanaozen`;
	const mailFor = async (person: string) => {
		const email = `screenshot-${locale}-${person}-${Date.now()}@example.org`;
		await sign(app, email, { visibility: "public", name: "Үлгі Образец" }, petition);
		return arrived(app, email);
	};
	const [waiting, counted] = [await mailFor("one"), await mailFor("other")];
	await app.post(linkIn(counted), {});
	const press = async (page: Page, words: string) => {
		await page.getByRole("button", { name: words, exact: true }).click();
		await page.waitForLoadState();
	};
	return [
		{
			name: `${locale}-sign_errors`,
			async open(page) {
				await page.goto(petition);
				await press(page, t("sign.button"));
			},
		},
		{
			name: `${locale}-sign_typo`,
			async open(page) {
				await page.goto(petition);
				await page.fill("#email", "someone@gmial.com");
				await press(page, t("sign.button"));
			},
		},
		{ name: `${locale}-confirm`, open: (page) => page.goto(linkIn(waiting)) },
		{ name: `${locale}-withdraw`, open: (page) => page.goto(withdrawLinkIn(counted)) },
		{ name: `${locale}-confirmed`, open: (page) => page.goto(linkIn(counted)) },
		{ name: `${locale}-mailbox`, open: (page) => page.goto("/mailbox") },
	];
}

async function arrived(app: Client, email: string): Promise<StoredMail> {
	for (let waited = 0; waited < 20_000; waited += 100) {
		const mail = (await app.mails()).find(({ to }) => to === email);
		if (mail) return mail;
		await sleep(100);
	}
	throw new Error("no mail came: is the worker running?");
}

async function takeScene(
	browser: Browser,
	baseURL: string,
	folder: string,
	{ name, open }: Scene,
	wanted: (name: string) => boolean,
) {
	for (const colorScheme of schemes)
		for (const width of widths) {
			const file = `${name}-${width}-${colorScheme}`;
			if (!wanted(file)) continue;
			const page = await browser.newPage({
				baseURL,
				colorScheme,
				viewport: { width, height: width === 360 ? 640 : 900 },
			});
			await open(page);
			await page.screenshot({ path: join(folder, `${file}.png`), fullPage: true });
			await page.close();
		}
	if (!wanted(`${name}-print`)) return;
	const page = await browser.newPage({ baseURL });
	await open(page);
	await page.pdf({ path: join(folder, `${name}-print.pdf`), format: "A4" });
	await page.close();
}
