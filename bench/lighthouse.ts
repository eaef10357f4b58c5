import { openOwnSite } from "#tests/browser/site.ts";
import { openChromium } from "./lighthouse/chromium.ts";
import { type Category, categories, lighthouse } from "./lighthouse/run.ts";
import type { Ratio, Result, Series } from "./support/result.ts";

const RUNS = 5;
const BARS: Record<Category, number> = { performance: 98, accessibility: 100, "best-practices": 100, seo: 100 };

const paths = [
	"/en",
	"/ru",
	"/kk",
	"/ru/campaigns/zhanaozen/timeline",
	"/kk/campaigns/zhanaozen/memorial",
	"/en/campaigns/zhanaozen/share",
	"/kk/campaigns/zhanaozen/updates",
	"/en/petitions/zhanaozen",
	"/ru/petitions/zhanaozen",
	"/kk/petitions/zhanaozen",
	"/ru/privacy",
];

/** Lighthouse as a phone in a slow network (its own default: 1.6 Mbit/s, 150 ms, a processor four times slower). */
export async function run(): Promise<Result> {
	const site = await openOwnSite();
	const chromium = await openChromium();
	const ratios: Ratio[] = [];
	const series: Series[] = [];
	const wrong = new Set<string>();
	try {
		for (const path of paths) {
			const runs = [];
			for (let n = 1; n <= RUNS; n++) {
				process.stderr.write(`${path} ${n} of ${RUNS}\n`);
				runs.push(await lighthouse(site.app.origin + path, chromium.port));
			}
			for (const category of categories)
				ratios.push({
					name: `${category} ${path}`,
					bar: BARS[category],
					values: runs.map(({ scores }) => scores[category]),
				});
			series.push({ name: `largest paint ${path}`, unit: "ms", values: runs.map(({ largestPaint }) => largestPaint) });
			for (const { failed } of runs) for (const audit of failed) wrong.add(`${path}: ${audit}`);
		}
	} finally {
		await chromium.close();
		await site.close();
	}
	return {
		title: `Lighthouse, mobile, ${RUNS} runs a page (scores of 100)`,
		series,
		ratios,
		notes: wrong.size > 0 ? [...wrong] : ["no audit of accessibility, best practices or SEO failed"],
	};
}
