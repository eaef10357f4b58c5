import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { sourceKinds, sourcesOf } from "#app/petitions/elsewhere/sources.server.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { petitionsOf } from "../petitions/quarantine.server.ts";
import { campaignOf } from "../signed-in.ts";
import { CodeForm } from "./code-form.tsx";
import { CodeList } from "./code-list.tsx";
import { makeCode } from "./make.server.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const fields = await readForm(request);
	const kind = sourceKinds.find((one) => one === text(fields, "kind"));
	if (!kind) throw refuse(404);
	const typed = { label: text(fields, "label"), code: text(fields, "code") };
	const source = { campaignId: campaign.id, petition: text(fields, "petition"), kind, ...typed };
	const made = await makeCode(context.app.db, source, organiser.id);
	if ("code" in made) throw seeOther(`/organise/campaigns/${campaign.slug}/sources`);
	if (made.refused === "unknown") throw refuse(404);
	return data({ no: made.refused, typed }, 422);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const { app } = context;
	const [sources, petitions] = await Promise.all([sourcesOf(app.db, campaign.id), petitionsOf(app.db, campaign.id)]);
	const origin = siteOrigin(app.settings, request.url);
	return { desk: deskOf(context, params, request), origin, sources, petitions };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.sources.title")) : [];

/** The codes of a campaign: what stands on leaflets and partners' pages, and how many came by it. */
export default function SourcesRoute() {
	const { desk, origin, sources, petitions } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.sources.title")}>
			{posted && <Notice>{t(`organise.sources.${posted.no}`)}</Notice>}
			<p>{t("organise.sources.text")}</p>
			<CodeList t={t} locale={desk.locale} origin={origin} sources={sources} />
			<CodeForm t={t} petitions={petitions} typed={posted?.typed} />
		</DeskShell>
	);
}
