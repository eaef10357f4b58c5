import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { readSettings, type Settings } from "#app/env.server.ts";
import { type Client, client } from "#tests/support/client.ts";
import { embeddedUrl, startProduct } from "#tests/support/product.ts";
import { openBrowser } from "./browser.ts";

/** The built product, started as a person starts it: real style sheets, real headers; and a browser. */
export interface Site {
	app: Client;
	browser: Browser;
	/** As the product has them, its database by its address: what a command of the operator's tool is given. */
	settings: Settings;
	/** The printed links of the sample organisers, each good for once: administrator, moderator, treasurer. */
	organisers: string[];
	close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
	const dataDir = await mkdtemp(join(tmpdir(), "yntymaq-browser-"));
	const product = startProduct({ dataDir, cwd: process.cwd() });
	const [origin, browser] = await Promise.all([product.site, openBrowser()]);
	const settings = await readSettings({ DATA_DIR: dataDir, PORT: new URL(origin).port });
	const organisers = [...product.said().matchAll(/\/organise\/links\/[a-z2-7]{32}/g)].map(([path]) => path);
	return {
		settings: { ...settings, DATABASE_URL: await embeddedUrl(dataDir) },
		organisers,
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
