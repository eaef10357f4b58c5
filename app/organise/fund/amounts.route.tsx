import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { keptOffers, offerValues, parseOffers } from "#app/fund/giving/offers.server.ts";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm } from "#app/web/form.ts";
import { seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { AmountsForm } from "./amounts-form.tsx";
import { changeOffers } from "./fund.server.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { locale } = deskOf(context, params, request);
	const fields = await readForm(request);
	const parsed = parseOffers(fields, locale);
	if ("errors" in parsed) return data({ values: Object.fromEntries(fields), errors: parsed.errors }, 422);
	await changeOffers(context.app.db, organiser.id, campaign.id, parsed.offers);
	context.app.pagesChanged("at once");
	throw seeOther(`/organise/campaigns/${campaign.slug}/fund/amounts`);
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const desk = deskOf(context, params, request);
	const mayWrite = campaign.roles.has("administrator") || campaign.roles.has("treasurer");
	const values = offerValues(await keptOffers(context.app.db, campaign.id), desk.locale);
	return { desk, slug: campaign.slug, values, mayWrite };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.fund.amounts") : "Yntymaq");

/** What givers are offered: currencies, amounts, and by what the fee is estimated. */
export default function AmountsRoute() {
	const { desk, slug, values, mayWrite } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.fund.amounts")}>
			<p className="back">
				<a href={`/organise/campaigns/${slug}/fund`}>{t("organise.fund.title")}</a>
			</p>
			<p>{t("organise.fund.amounts.about")}</p>
			<AmountsForm t={t} values={posted?.values ?? values} errors={posted?.errors ?? {}} mayWrite={mayWrite} />
		</DeskShell>
	);
}
