import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { keptFund } from "#app/fund/facts.server.ts";
import { formatDay } from "#app/i18n/format.ts";
import { type MessageKey, translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { AccountFacts } from "./account-facts.tsx";
import { FactsForm } from "./facts-form.tsx";
import { changeFundFacts, fundDesk } from "./fund.server.ts";
import { type FactErrors, parseFundFacts } from "./parse-facts.ts";
import { changeReserve } from "./reserve/change-reserve.server.ts";
import { parsePercent } from "./reserve/parse-percent.ts";
import { ReserveForm } from "./reserve/reserve-form.tsx";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const here = `/organise/campaigns/${campaign.slug}/fund` as const;
	const origin = siteOrigin(app.settings, request.url);
	const [fields, { fund, editions }] = await Promise.all([readForm(request), keptFund(app.db, campaign.id)]);
	if (text(fields, "intent") === "reserve") {
		const percent = parsePercent(text(fields, "percent"));
		const values = Object.fromEntries(fields);
		if (percent === null) return data({ errors: said("organise.fund.error.percent"), values }, 422);
		const changed = await changeReserve(app.db, { keys: app.keys, origin, organiser }, campaign, percent);
		if (changed === "waits") return data({ errors: said("organise.fund.reserve.waits"), values }, 409);
		if (changed === "again") return data({ errors: said("organise.fund.reserve.again"), values }, 409);
		if (changed === "unknown") throw refuse(404);
		if (changed === "asked" || changed === "raised") app.wakeMailer();
		if (changed === "raised") app.pagesChanged("at once");
		throw seeOther(here);
	}
	const open = Boolean(fund?.openedAt) && !fund?.closedAt;
	const languages = editions.map(({ locale }) => locale);
	const { facts, errors } = parseFundFacts(fields, languages, open);
	if (Object.keys(errors).length > 0) return data({ values: Object.fromEntries(fields), errors }, 422);
	if ((await changeFundFacts(app, organiser.id, campaign, facts, origin)) > 0) app.wakeMailer();
	app.pagesChanged("at once");
	throw seeOther(here);
}

const said = (percent: MessageKey): FactErrors => ({ percent });

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const mayWrite = campaign.roles.has("administrator") || campaign.roles.has("treasurer");
	const { fund, editions, waiting, reserve } = await fundDesk(context.app.db, campaign.id);
	return { desk: deskOf(context, params, request), slug: campaign.slug, fund, editions, waiting, reserve, mayWrite };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.fund.title") : "Yntymaq");

/** Who holds a campaign's money and what becomes of it, as its treasurer writes it. */
export default function FundDeskRoute() {
	const { desk, slug, fund, editions, waiting, reserve, mayWrite } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	// What was typed into the other form is not of this one.
	const ofReserve = posted?.values.intent === "reserve" ? posted : undefined;
	const ofFacts = ofReserve ? undefined : posted;
	const values = ofFacts?.values ?? {
		legal_name: fund?.legalName ?? "",
		country: fund?.country ?? "",
		...Object.fromEntries(
			editions.flatMap(({ locale, ...words }) =>
				Object.entries(words).map(([name, text]) => [`${name}-${locale}`, text ?? ""]),
			),
		),
	};
	return (
		<DeskShell desk={desk} title={t("organise.fund.title")}>
			<p>{t("organise.fund.about")}</p>
			<ul className="ways">
				<li>
					<a href={`/organise/campaigns/${slug}/opening#fund`}>{t("organise.opening.title")}</a>
				</li>
				<li>
					<a href={`/organise/campaigns/${slug}/fund/amounts`}>{t("organise.fund.amounts")}</a>
				</li>
				<li>
					<a href={`/organise/campaigns/${slug}/previews/fund`}>{t("organise.opening.preview")}</a>
				</li>
			</ul>
			<section aria-labelledby="account">
				<h2 id="account">{t("organise.fund.account")}</h2>
				{fund?.holder ? <AccountFacts t={t} account={fund} /> : <p>{t("organise.fund.account.none")}</p>}
				{waiting && (
					<>
						<h3>{t("organise.fund.account.waiting")}</h3>
						<p className="notice">
							{waiting.agreed && waiting.from
								? t("organise.fund.account.agreed", { day: formatDay(waiting.from, desk.locale) })
								: t("organise.fund.account.asked")}{" "}
							<a href="/organise/approvals">{t("organise.nav.approvals")}</a>
						</p>
						<AccountFacts t={t} account={waiting} />
					</>
				)}
				{mayWrite && !waiting && (
					<p>
						<a className="button" href={`/organise/campaigns/${slug}/fund/account`}>
							{t("organise.fund.account.change")}
						</a>
					</p>
				)}
			</section>
			{reserve && (
				<ReserveForm
					t={t}
					slug={slug}
					reserve={reserve}
					typed={ofReserve?.values.percent}
					error={ofReserve?.errors.percent}
					mayWrite={mayWrite}
				/>
			)}
			<FactsForm
				t={t}
				locale={desk.locale}
				languages={editions.map(({ locale }) => locale)}
				values={values}
				errors={ofFacts?.errors ?? {}}
				mayWrite={mayWrite}
			/>
		</DeskShell>
	);
}
