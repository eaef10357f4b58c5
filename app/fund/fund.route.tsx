import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { aboutMeta, pageMeta, titleOf } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { elsewhere, localeOf, refuse, slugOf } from "#app/web/page.ts";
import type { PageHandle } from "../root.tsx";
import { FundNumbersPart } from "./books/fund-numbers.tsx";
import { shownNumbers } from "./books/numbers.server.ts";
import { findFund } from "./fund.server.ts";
import { FundPage } from "./fund-page.tsx";
import { askedBy } from "./giving/asked.ts";
import { offeredBy } from "./giving/offered.ts";
import { isTrial } from "./trial.server.ts";

export async function loader({ params, request, context: { app, visitor } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const fund = await findFund(app.db, slugOf(params), locale);
	if (!fund) throw refuse(404);
	if (fund.spoken !== locale) throw elsewhere(request, fund.spoken);
	const offered = offeredBy(fund, locale, app.stripe !== undefined, visitor.onion);
	const asked = askedBy(offered, new URL(request.url).searchParams);
	const books = await shownNumbers(app.db, fund.slug);
	const { demonstration } = app.settings;
	return { locale, fund, asked, books, demonstration, trial: isTrial(app.stripe, demonstration) };
}

export const handle: PageHandle = {
	// While something is still to be said of it in some language, nobody is to come upon it.
	canonical: (data) => {
		const { fund } = data as Awaited<ReturnType<typeof loader>>;
		return fund.whole ? `/fund/${fund.slug}` : null;
	},
	languages: (data) => (data as Awaited<ReturnType<typeof loader>>).fund.languages,
};

export const meta: MetaFunction<typeof loader> = ({ data }) => {
	if (!data) return [];
	const { locale, fund } = data;
	const page = translator(locale)("fund.title");
	const about = { title: fund.title, neutralTitle: fund.neutralTitle, summary: fund.purpose };
	return fund.whole ? aboutMeta(locale, about, page) : pageMeta(titleOf(locale, about, page));
};

export default function FundRoute() {
	const { locale, fund, asked, books, demonstration, trial } = useLoaderData<typeof loader>();
	// In another language the form is in the same currency.
	const currency = asked && asked.offer.currency !== asked.currencies[0] ? `?currency=${asked.offer.currency}` : "";
	return (
		<Shell
			locale={locale}
			path={`/fund/${fund.slug}${currency}`}
			languages={fund.languages}
			demonstration={demonstration}
		>
			<FundPage locale={locale} fund={fund} asked={asked} trial={trial}>
				{books && <FundNumbersPart locale={locale} slug={fund.slug} {...books} />}
			</FundPage>
		</Shell>
	);
}
