import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { aboutMeta, pageMeta, titleOf } from "#app/ui/meta.ts";
import { PagesNav } from "#app/ui/pages-nav.tsx";
import { Shell } from "#app/ui/shell.tsx";
import { elsewhere, localeOf, refuse, slugOf } from "#app/web/page.ts";
import { pageNumber } from "#app/web/page-number.ts";
import type { PageHandle } from "../../root.tsx";
import { findFund } from "../fund.server.ts";
import { LedgerPage } from "./ledger-page.tsx";
import { fundNumbers } from "./numbers.server.ts";
import { yearsOf } from "./numbers.ts";
import { rowsBetween } from "./rows.server.ts";

/** Rows of a page. */
const ON_A_PAGE = 100;

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	const [fund, found] = await Promise.all([findFund(app.db, slug, locale), fundNumbers(app.db, slug)]);
	if (!fund || !found) throw refuse(404);
	if (fund.spoken !== locale) throw elsewhere(request, fund.spoken);
	const page = pageNumber(request.url);
	const last = found.head.n - (page - 1) * ON_A_PAGE;
	if (page > 1 && last < 1) throw refuse(404);
	const { campaignId, ...head } = found.head;
	const { title, neutralTitle, purpose, languages, whole } = fund;
	return {
		...{ locale, slug, languages, whole, page, head, more: last > ON_A_PAGE },
		called: { title, neutralTitle, summary: purpose },
		numbers: found.numbers,
		sums: found.sums,
		rows: await rowsBetween(app.db, campaignId, last - ON_A_PAGE + 1, last),
		years: yearsOf(found.sums),
		demonstration: app.settings.demonstration,
	};
}

type Loaded = Awaited<ReturnType<typeof loader>>;

export const handle: PageHandle = {
	canonical: (data) => {
		const { slug, whole, page } = data as Loaded;
		return whole && page === 1 ? `/fund/${slug}/ledger` : null;
	},
	languages: (data) => (data as Loaded).languages,
};

export const meta: MetaFunction<typeof loader> = ({ data }) => {
	if (!data) return [];
	const page = translator(data.locale)("books.title");
	return data.whole && data.page === 1
		? aboutMeta(data.locale, data.called, page)
		: pageMeta(titleOf(data.locale, data.called, page));
};

/** The open books of a fund. */
export default function LedgerRoute() {
	const { locale, slug, languages, demonstration, page, more, whole: _, ...shown } = useLoaderData<typeof loader>();
	const path = `/fund/${slug}/ledger`;
	return (
		<Shell locale={locale} path={path} languages={languages} demonstration={demonstration}>
			<LedgerPage locale={locale} slug={slug} {...shown}>
				<PagesNav locale={locale} href={`/${locale}${path}`} page={page} more={more} />
			</LedgerPage>
		</Shell>
	);
}
