import type { LoaderFunctionArgs } from "@remix-run/node";
import { localeOf, refuse, slugOf } from "#app/web/page.ts";
import { findFund } from "../fund.server.ts";
import { holderOf } from "../fund-page.tsx";
import { fundNumbers } from "./numbers.server.ts";
import { yearsOf } from "./numbers.ts";
import { reportFile } from "./report.server.ts";

/** `/{l}/fund/{slug}/report/{year}.pdf`. */
export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	const [fund, found] = await Promise.all([findFund(app.db, slug, locale), fundNumbers(app.db, slug)]);
	const year = params.year ?? "";
	if (!fund || !found || fund.spoken !== locale || !yearsOf(found.sums).includes(year)) throw refuse(404);
	const { head, sums } = found;
	return reportFile({ year, holder: holderOf(fund, locale), purpose: fund.purpose, head, sums }, locale);
}
