import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { type MonthSum, type Numbers, numbersOf } from "./numbers.ts";
import { findHead, type Head } from "./rows.server.ts";

/** What a fund's page says of its books. */
export interface FundNumbers {
	head: Head;
	sums: MonthSum[];
	numbers: Numbers[];
}

/** The numbers of a fund's open books; undefined where no fund of that name has a page. @param slug the campaign's */
export async function fundNumbers(db: Db, slug: string): Promise<FundNumbers | undefined> {
	const head = await findHead(db, slug);
	if (!head) return undefined;
	const [sums, way] = await Promise.all([
		sql<MonthSum>`
			select month, kind, category, currency, amount, n from fund_publication_sums
			where campaign_id = ${head.campaignId} order by month, kind, category, currency`.execute(db),
		sql<{ currency: string; amount: number }>`
			select currency, sum(amount)::bigint as amount from gifts
			where campaign_id = ${head.campaignId} and processing and failed_on is null
			group by currency order by currency`.execute(db),
	]);
	const onItsWay = new Map(way.rows.map(({ currency, amount }) => [currency, amount]));
	return {
		head,
		sums: sums.rows,
		numbers: numbersOf(sums.rows, head.quarterThrough, head.reservePercent, onItsWay),
	};
}

/** The same as a fund's own page shows it; undefined before anything is published. */
export async function shownNumbers(db: Db, slug: string) {
	const found = await fundNumbers(db, slug);
	if (!found || found.numbers.length === 0) return undefined;
	const { sample, quarterThrough, feesThrough, begun } = found.head;
	return { numbers: found.numbers, sample, asOf: { quarterThrough, feesThrough, begun } };
}
