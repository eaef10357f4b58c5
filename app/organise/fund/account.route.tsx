import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm } from "#app/web/form.ts";
import { parseIban } from "#app/web/iban.ts";
import { siteOrigin } from "#app/web/links.ts";
import { seeOther } from "#app/web/page.ts";
import { hasTwoApart } from "../approvals/apart.server.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { fundAccount } from "./account-action.server.ts";
import { AccountForm } from "./account-form.tsx";
import { askForAccount } from "./fund.server.ts";
import { parseFundAccount } from "./parse-account.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db, keys, settings, wakeMailer } = context.app;
	const fields = await readForm(request);
	const parsed = parseFundAccount(fields, parseIban);
	const values = Object.fromEntries(fields);
	if ("errors" in parsed) return data({ ...parsed, values, notice: undefined }, 422);
	const asking = { keys, origin: siteOrigin(settings, request.url), organiser };
	const asked = await askForAccount(db, asking, campaign, parsed.account);
	if (asked !== "asked") return data({ errors: {}, values, notice: "organise.fund.waits" as const }, 409);
	wakeMailer();
	throw seeOther(`/organise/campaigns/${campaign.slug}/fund`);
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const two = await hasTwoApart(context.app.db, campaign.id, fundAccount);
	return { desk: deskOf(context, params, request), slug: campaign.slug, two };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.fund.account.change") : "Yntymaq");

/** Another account for givers: what happens then stands above the form. */
export default function AccountRoute() {
	const { desk, slug, two } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.fund.account.change")}>
			{posted?.notice && <Notice>{t(posted.notice)}</Notice>}
			<p>{t("organise.fund.account.two")}</p>
			{!two && <p className="notice">{t("organise.fund.apart", { slug })}</p>}
			<AccountForm t={t} values={posted?.values ?? {}} errors={posted?.errors ?? {}} />
		</DeskShell>
	);
}
