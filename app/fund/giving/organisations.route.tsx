import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta, titleOf } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { elsewhere, localeOf, refuse, slugOf } from "#app/web/page.ts";
import type { PageHandle } from "../../root.tsx";
import { findFund } from "../fund.server.ts";
import { askedIn } from "./asked.ts";
import { offeredBy } from "./offered.ts";
import { OrganisationPage } from "./organisation-page.tsx";

/** How bodies give, while the fund takes gifts and has an account for transfers. */
export async function loader({ params, request, context: { app, visitor } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const fund = await findFund(app.db, slugOf(params), locale);
	if (!fund?.open || !fund.iban) throw refuse(404);
	if (fund.spoken !== locale) throw elsewhere(request, fund.spoken);
	const asked = askedIn(offeredBy(fund, locale, false, visitor.onion), "");
	if (!asked) throw refuse(404);
	return { locale, fund, asked, demonstration: app.settings.demonstration };
}

export const handle: PageHandle = {
	// The fund's own page leads here: nobody searches for it.
	canonical: () => null,
	languages: (data) => (data as Awaited<ReturnType<typeof loader>>).fund.languages,
};

export const meta: MetaFunction<typeof loader> = ({ data }) => {
	if (!data) return [];
	const { locale, fund } = data;
	return pageMeta(titleOf(locale, fund, translator(locale)("fund.organisations.title")));
};

export default function OrganisationsRoute() {
	const { locale, fund, asked, demonstration } = useLoaderData<typeof loader>();
	const path = `/fund/${fund.slug}/organisations`;
	return (
		<Shell locale={locale} path={path} languages={fund.languages} demonstration={demonstration}>
			<OrganisationPage locale={locale} fund={fund} {...asked} />
		</Shell>
	);
}
