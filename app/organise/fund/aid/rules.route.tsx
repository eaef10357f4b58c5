import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { fieldAmount, parseAmount } from "#app/fund/paying/desk.server.ts";
import { aidRules } from "#app/fund/paying/rules.server.ts";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm } from "#app/web/form.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { campaignOf } from "../../signed-in.ts";
import { changeAidRules } from "./act-aid.server.ts";
import { Line, Wrongs } from "./choices.tsx";
import { parseRules } from "./parse-rules.ts";
import { whoOf } from "./who.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const fields = await readForm(request);
	const { rules, errors } = parseRules(fields, (typed, currency) => parseAmount(typed, currency, organiser.locale));
	if (Object.keys(errors).length > 0) return data({ errors, values: Object.fromEntries(fields) }, 422);
	const origin = siteOrigin(context.app.settings, request.url);
	const who = whoOf(organiser, campaign);
	if (!(await changeAidRules(context.app, { campaign, who, origin }, rules))) throw refuse(404);
	context.app.wakeMailer();
	throw seeOther(`/organise/campaigns/${campaign.slug}/fund/aid`);
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { criteria, cap, keepDays } = await aidRules(context.app.db, campaign.id);
	const values: Record<string, string> = {
		criteria,
		cap: cap ? fieldAmount(cap.amount, cap.currency, organiser.locale) : "",
		cap_currency: cap?.currency ?? "",
		keep_days: String(keepDays),
	};
	return { desk: deskOf(context, params, request), values };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.aid.rules") : "Yntymaq");

/** By what the committee decides: written criteria, the most for one person, how long names are kept. */
export default function AidRulesRoute() {
	const loaded = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const { desk } = loaded;
	const values = posted?.values ?? loaded.values;
	const errors = posted?.errors ?? {};
	const t = translator(desk.locale);
	const shown = (name: string) => {
		const key = errors[name];
		return key && t(key);
	};
	const line = (name: string) => ({ form: "rules", name, value: values[name], error: shown(name) });
	return (
		<DeskShell desk={desk} title={t("organise.aid.rules")}>
			<form method="post">
				<Wrongs t={t} errors={errors} form="rules" />
				<Line
					{...line("criteria")}
					label={t("organise.aid.criteria")}
					hint={t("organise.aid.criteria.hint")}
					rows={8}
				/>
				<Line {...line("cap")} label={t("organise.aid.cap")} hint={t("organise.aid.cap.hint")} numeric longest={20} />
				<Line {...line("cap_currency")} label={t("organise.aid.currency")} longest={3} />
				<Line
					{...line("keep_days")}
					label={t("organise.aid.keep-days")}
					hint={t("organise.aid.keep-days.hint")}
					numeric
					longest={4}
				/>
				<button type="submit">{t("organise.save")}</button>
			</form>
		</DeskShell>
	);
}
