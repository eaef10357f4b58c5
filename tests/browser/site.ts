import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { type Client, client } from "#tests/support/client.ts";
import { startProduct } from "#tests/support/product.ts";
import { openBrowser } from "./browser.ts";

/** The built product, started as a person starts it: real style sheets, real headers; and a browser. */
export interface Site {
	app: Client;
	browser: Browser;
	close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
	const dataDir = await mkdtemp(join(tmpdir(), "yntymaq-browser-"));
	const product = startProduct({ dataDir, cwd: process.cwd() });
	const [origin, browser] = await Promise.all([product.site, openBrowser()]);
	return {
		app: client(origin),
		browser,
		async close() {
			await browser.close();
			product.interrupt();
			await product.ended;
			await rm(dataDir, { recursive: true, force: true });
		},
	};
}
