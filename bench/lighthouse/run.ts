import measure, { type Result } from "lighthouse";

export const categories = ["performance", "accessibility", "best-practices", "seo"] as const;
export type Category = (typeof categories)[number];

/** What Lighthouse says of a page once. */
export interface Measured {
	/** 0 to 100. */
	scores: Record<Category, number>;
	/** Milliseconds until the largest thing on the first screen was painted. */
	largestPaint: number;
	/** Audits that failed, but for those of performance, which are degrees. */
	failed: string[];
}

const ATTEMPTS = 3;

/**
 * Measures a page as Lighthouse's phone. On a busy machine a trace may miss its beginning: such a run is no
 * measurement, and is made again.
 * @param port of a Chromium that is there for nothing else
 */
export async function lighthouse(url: string, port: number): Promise<Measured> {
	let reason = "nothing";
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		const result = await measure(url, { port, onlyCategories: [...categories], logLevel: "error" });
		if (result && !result.lhr.runtimeError) return measured(result.lhr);
		reason = result?.lhr.runtimeError?.message ?? reason;
	}
	throw new Error(`Lighthouse gave ${reason} for ${url}`);
}

function measured(lhr: Result): Measured {
	const score = (category: Category) => Math.round((lhr.categories[category]?.score ?? 0) * 100);
	return {
		scores: {
			performance: score("performance"),
			accessibility: score("accessibility"),
			"best-practices": score("best-practices"),
			seo: score("seo"),
		},
		largestPaint: lhr.audits["largest-contentful-paint"]?.numericValue ?? Number.NaN,
		failed: categories
			.filter((category) => category !== "performance")
			.flatMap((category) => lhr.categories[category]?.auditRefs ?? [])
			.filter(({ id, weight }) => weight > 0 && (lhr.audits[id]?.score ?? 1) < 1)
			.map(({ id }) => id),
	};
}
