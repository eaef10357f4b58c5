import {
	type ActionFunctionArgs,
	data,
	type HeadersFunction,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta, titleOf } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { retryAfter } from "#app/web/away.ts";
import { readForm } from "#app/web/form.ts";
import { visitorOrigin } from "#app/web/links.ts";
import { localeOf, refuse, seeOther, slugOf } from "#app/web/page.ts";
import { findFund } from "../fund.server.ts";
import { FundPage } from "../fund-page.tsx";
import { isTrial } from "../trial.server.ts";
import { askedIn } from "./asked.ts";
import { openCheckout } from "./checkout.server.ts";
import { give } from "./give.server.ts";
import { offeredBy } from "./offered.ts";
import { OrganisationPage } from "./organisation-page.tsx";
import { parseGiving, typedGiving } from "./parse-give.ts";

export async function action({ request, params, context: { app, visitor } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	const fields = await readForm(request);
	const { settings } = app;
	const fund = await findFund(app.db, slug, locale);
	if (!fund) throw refuse(404);
	const offered = offeredBy(fund, locale, app.stripe !== undefined, visitor.onion);
	if (!fund.open || offered.ways.length === 0) throw refuse(409);
	const parsed = parseGiving(fields, offered);
	const values = typedGiving(fields);
	if (!parsed.ok) return data({ values, errors: parsed.errors, notice: undefined }, 422);
	const instead = { ...values, way: offered.ways.includes("transfer") ? "transfer" : values.way, frequency: "once" };
	const paused = { values: instead, errors: {}, notice: "fund.paused" as const };
	if (!app.limits.take(visitor.network, `fund ${slug}`))
		return data({ ...paused, values, notice: "fund.too-many" as const }, 429);

	const origin = visitorOrigin(settings, visitor, request.url);
	const posted = {
		slug,
		locale,
		gift: parsed.gift,
		suspect: parsed.trap || app.blocksNetwork(visitor.network),
		network: visitor.network,
		origin,
		atOnce: settings.CARDS_AT_ONCE,
	};
	const given = await give(app.db, app.keys, app.cardStarts, posted);
	if (given.state === "unknown") throw refuse(404);
	if (given.state === "closed") throw refuse(409);
	if (given.state === "paused") return data(paused, 429);
	if (given.state === "to-transfer") {
		app.wakeMailer();
		throw seeOther(`/${locale}/donations/${given.donation.token}`);
	}
	if (!app.stripe) throw refuse(409);
	const page = `${origin}/${locale}/fund/${slug}`;
	const opened = await openCheckout(app.db, app.stripe, given, posted, {
		page,
		descriptor: settings.STATEMENT_DESCRIPTOR,
	});
	if (opened.state === "open") throw new Response(null, { status: 303, headers: { Location: opened.url } });
	app.log.warn("no page for paying was made", { kind: opened.kind });
	return data({ ...paused, notice: "fund.unreachable" as const }, { status: 503, headers: retryAfter });
}

export async function loader({ params, context: { app, visitor, method } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	if (method !== "POST") throw seeOther(`/${locale}/fund/${slug}`);
	const fund = await findFund(app.db, slug, locale);
	if (!fund) throw refuse(404);
	const offered = offeredBy(fund, locale, app.stripe !== undefined, visitor.onion);
	const { demonstration } = app.settings;
	return { locale, slug, fund, offered, demonstration, trial: isTrial(app.stripe, demonstration) };
}

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(titleOf(data.locale, data.fund, translator(data.locale)("fund.title"))) : [];

/** The fund's page with the form as it was posted, and what keeps it from being taken. */
export default function DonateRoute() {
	const { locale, slug, fund, offered, demonstration, trial } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const asked = askedIn(offered, posted?.values.currency ?? "", posted?.values, posted?.errors);
	const shown = asked && { ...asked, notice: posted?.notice };
	const person = (posted?.values.giver ?? "person") === "person";
	return (
		<Shell
			locale={locale}
			path={`/fund/${slug}${person ? "" : "/organisations"}`}
			languages={fund.languages}
			demonstration={demonstration}
		>
			{person || !shown ? (
				<FundPage locale={locale} fund={fund} asked={shown} trial={trial} />
			) : (
				<OrganisationPage locale={locale} fund={fund} {...shown} />
			)}
		</Shell>
	);
}
