import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { findChromium } from "#tests/support/chromium.ts";

/** As a phone says it. A headless agent would be taken for a robot. */
const phone = {
	userAgent:
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
	viewport: { width: 360, height: 640 },
};

export async function openBrowser(): Promise<Browser> {
	return chromium.launch({
		executablePath: await findChromium(),
		args: [
			"--no-sandbox",
			"--disable-gpu",
			"--disable-background-networking",
			"--disable-component-update",
			"--no-first-run",
		],
	});
}

/** A reader's phone, and every address that it asked for. */
export interface Reader {
	page: Page;
	context: BrowserContext;
	asked: string[];
	/** What the page complained about: refused by its policy, not found, not understood. */
	complaints: string[];
}

export async function openReader(browser: Browser, origin: string, javaScriptEnabled: boolean): Promise<Reader> {
	const context = await browser.newContext({ ...phone, baseURL: origin, javaScriptEnabled });
	const page = await context.newPage();
	const asked: string[] = [];
	const complaints: string[] = [];
	page.on("request", (request) => asked.push(request.url()));
	page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
	page.on("pageerror", (error) => complaints.push(error.message));
	return { page, context, asked, complaints };
}
