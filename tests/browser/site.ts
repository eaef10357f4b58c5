import { rm } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { inject } from "vitest";
import { readSettings, type Settings } from "#app/env.server.ts";
import { type Client, client } from "#tests/support/client.ts";
import { demonstrationDatabase } from "#tests/support/database.ts";
import { embeddedUrl, startProduct } from "#tests/support/product.ts";
import { scratchFolder } from "#tests/support/scratch.ts";
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

/** Opens it on a copy of the run's demonstration: what a first start makes, the tests of faults look at. */
export async function openSite(): Promise<Site> {
	const database = await demonstrationDatabase();
	const env = { DATABASE_URL: database.url, SECRET_KEYS: inject("demonstration").secretKeys };
	const site = await open(env);
	return {
		...site,
		async close() {
			await site.close();
			await database.drop();
		},
	};
}

/** Opens it on a Postgres of its own, for whoever is outside of a test run. */
export function openOwnSite(): Promise<Site> {
	return open({});
}

async function open(env: Record<string, string>): Promise<Site> {
	const dataDir = await scratchFolder("yntymaq-browser-");
	const product = startProduct({ dataDir, cwd: process.cwd(), env });
	const [origin, browser] = await Promise.all([product.site, openBrowser()]);
	const settings = await readSettings({ DATA_DIR: dataDir, PORT: new URL(origin).port, ...env });
	const organisers = [...product.said().matchAll(/\/organise\/links\/[a-z2-7]{32}/g)].map(([path]) => path);
	return {
		settings: { ...settings, DATABASE_URL: settings.DATABASE_URL ?? (await embeddedUrl(dataDir)) },
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
