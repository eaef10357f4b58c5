import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page, Request } from "playwright-core";
import { type Locale, locales } from "#app/i18n/translate.ts";
import { personalAddresses, publicAddresses } from "#tests/support/public-addresses.ts";

const addresses = [...publicAddresses, ...personalAddresses];

/** Every page in every language. */
export const everywhere = locales.flatMap((locale) => addresses.map((address) => `/${locale}${address}`));

/** Every page once, the languages in turn: what a page shares with all others is seen in each. */
export const inTurn = addresses.map((address, i): string => `/${locales[i % locales.length] as Locale}${address}`);

interface Axe {
	axe: {
		run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
	};
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong with the page that is open, a line each. */
export async function axeFinds(page: Page): Promise<string[]> {
	await page.evaluate(axe);
	const options = { resultTypes: ["violations"] };
	const { violations } = await page.evaluate((given) => (globalThis as unknown as Axe).axe.run(given), options);
	return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/**
 * What is pressed on the open page and is less than 44 CSS pixels high (WCAG 2.5.5): controls, and links that do not
 * stand in a sentence, which the criterion leaves out. The beginning of each one's HTML.
 */
export function tooSmall(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const pressed =
			"nav a, .ways a, .back a, .site-name, .button, button:not(.trap), input:not(.trap input, [type=hidden]), select, summary";
		return [...document.querySelectorAll(pressed)]
			.filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < 44)
			.map((one) => one.outerHTML.slice(0, 80));
	});
}

/**
 * The controls of the open page to which Tab does not come, or which do not show that they have the focus: the beginning
 * of each one's HTML. Radio buttons of one name are one stop.
 */
export async function beyondTab(page: Page): Promise<string[]> {
	const left = await page.evaluate(() => {
		const controls = [
			...document.querySelectorAll<HTMLElement>(
				"a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']",
			),
		].filter(
			(one) =>
				one.checkVisibility() && !one.matches(":disabled") && !one.closest("[hidden], .trap") && one.tabIndex >= 0,
		);
		const stops = controls.filter((one) => {
			if (!(one instanceof HTMLInputElement) || one.type !== "radio") return true;
			const group = [...document.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${one.name}"]`)];
			return one === (group.find((each) => each.checked) ?? group[0]);
		});
		for (const one of stops) one.dataset.stop = "unseen";
		document.addEventListener("focusin", ({ target }) => {
			if (!(target instanceof HTMLElement) || !target.dataset.stop) return;
			const { outlineStyle, boxShadow } = getComputedStyle(target);
			if (target.matches(":focus-visible") && (outlineStyle !== "none" || boxShadow !== "none"))
				target.dataset.stop = "seen";
		});
		(document.activeElement as HTMLElement | null)?.blur();
		// A field of a date or a time has a stop for each of its parts.
		const parts =
			document.querySelectorAll("input[type=date], input[type=time], input[type=datetime-local]").length * 7;
		return stops.length + parts;
	});
	// One after another they come to the page, and nobody waits for each.
	await Promise.all(Array.from({ length: left + 3 }, () => page.keyboard.press("Tab")));
	return page.evaluate(() =>
		[...document.querySelectorAll<HTMLElement>("[data-stop=unseen]")].map((one) => one.outerHTML.slice(0, 100)),
	);
}

/** What a page costs who opens it first: requests, bytes with headers as they came, and how much of it moved (CLS). */
export interface Weight {
	requests: number;
	bytes: number;
	shift: number;
}

/** Opens a page in a phone that has been nowhere before. */
export async function weigh(browser: Browser, baseURL: string, path: string): Promise<Weight> {
	const context = await browser.newContext({ baseURL, viewport: { width: 360, height: 640 } });
	const page = await context.newPage();
	const finished: Request[] = [];
	page.on("requestfinished", (request) => finished.push(request));
	// What is preloaded may come after the page counts as loaded.
	await page.goto(path, { waitUntil: "networkidle" });
	const shift = await page.evaluate(moved);
	const sizes = await Promise.all(finished.map((request) => request.sizes()));
	await context.close();
	const bytes = sizes.reduce(
		(sum, { responseBodySize, responseHeadersSize }) => sum + responseBodySize + responseHeadersSize,
		0,
	);
	// A browser without a head asks for no icon; others do.
	const asked = new Set([`${baseURL}/favicon.svg`, ...finished.map((request) => request.url())]);
	return { requests: asked.size, bytes, shift };
}

/** The sum of all layout shifts so far, which Chromium tells of in the order in which they were. */
function moved(): Promise<number> {
	return new Promise((resolve) => {
		let sum = 0;
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value;
		}).observe({ type: "layout-shift", buffered: true });
		requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum))));
	});
}

/** What a page may cost. */
export const most = { requests: 4, bytes: 60_000 };
