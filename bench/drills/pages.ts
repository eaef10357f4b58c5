import { axeFinds, everywhere, most, tooSmall, weigh } from "#tests/browser/checks.ts";
import { openOwnSite } from "#tests/browser/site.ts";
import { type Drilled, progress } from "../support/drill.ts";

const NARROW = 320;

/** Every page in every language: axe in both schemes, narrow, pressed with a thumb, weighed. */
export async function run(): Promise<Drilled> {
	const say = progress();
	const site = await openOwnSite();
	const figures = { pages: 0, axe: 0, "wider than 320": 0, "pressed below 44": 0, "too heavy": 0 };
	const largest = { bytes: 0, requests: 0, shift: 0 };
	try {
		const page = await site.browser.newPage({ baseURL: site.app.origin, viewport: { width: NARROW, height: 568 } });
		for (const path of everywhere) {
			say(path);
			figures.pages++;
			for (const colorScheme of ["light", "dark"] as const) {
				await page.emulateMedia({ colorScheme });
				await page.goto(path);
				figures.axe += (await axeFinds(page)).length;
			}
			if ((await page.evaluate(() => document.documentElement.scrollWidth)) > NARROW) figures["wider than 320"]++;
			figures["pressed below 44"] += (await tooSmall(page)).length;
			const { bytes, requests, shift } = await weigh(site.browser, site.app.origin, path);
			if (bytes > most.bytes || requests > most.requests || shift > 0) figures["too heavy"]++;
			largest.bytes = Math.max(largest.bytes, bytes);
			largest.requests = Math.max(largest.requests, requests);
			largest.shift = Math.max(largest.shift, shift);
		}
	} finally {
		await site.close();
	}
	const { pages, ...wrong } = figures;
	return {
		passed: Object.values(wrong).every((count) => count === 0),
		figures: {
			pages,
			...wrong,
			"largest bytes": largest.bytes,
			"largest requests": largest.requests,
			"largest shift": largest.shift,
		},
	};
}
