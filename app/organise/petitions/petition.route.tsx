import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { isId, serialOf } from "#app/web/is-id.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { HeldDomains } from "./held-domains.tsx";
import { Invalidations } from "./invalidations.tsx";
import { previewRule, readQuarantine, stopInvalidation, trustDomain } from "./quarantine.server.ts";
import { remindersOf, switchReminders } from "./reminders.server.ts";
import { Reminders } from "./reminders.tsx";
import { RuleForm } from "./rule-form.tsx";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const at = { campaign, petition: params.petition ?? "" };
	const fields = await readForm(request);
	const value = (name: string) => text(fields, name);
	const intent = value("intent");
	const id = serialOf(value("id"));
	if (intent === "trust") {
		const held = value("held");
		if (!isId(held) || !(await trustDomain(app, at, organiser.id, held))) throw refuse(404);
	} else if (intent === "preview") {
		const held = value("held");
		const typed = {
			from: value("from"),
			to: value("to"),
			country: value("country").toUpperCase(),
			locale: value("locale"),
			source: value("source"),
			visibility: value("visibility"),
			state: value("state"),
			held: isId(held) ? held : "",
		};
		if (!(await previewRule(app, at, organiser.id, typed))) return data({ typed }, 422);
	} else if (intent === "cancel" && id !== undefined) {
		if (!(await stopInvalidation(app, at, organiser.id, id))) throw refuse(404);
	} else if (intent === "remind-on" || intent === "remind-off") {
		if (!(await switchReminders(app, at, organiser.id, intent === "remind-on"))) throw refuse(404);
	} else throw refuse(404);
	throw seeOther(`/organise/campaigns/${campaign.slug}/petitions/${at.petition}`);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const petition = params.petition ?? "";
	const quarantine = await readQuarantine(context.app.db, { campaign, petition });
	const reminds = await remindersOf(context.app.db, { campaign, petition });
	if (!quarantine || reminds === undefined) throw refuse(404);
	return { desk: deskOf(context, params, request), slug: campaign.slug, petition, reminds, ...quarantine };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.quarantine.title")) : [];

/** What of a petition does not count, and why: held domains, alarms, and what was taken out by a rule. */
export default function PetitionRoute() {
	const { desk, slug, petition, reminds, domains, alarms, invalidations, shares } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const { locale } = desk;
	const t = translator(locale);
	return (
		<DeskShell desk={desk} title={`${t("organise.quarantine.title")}: ${petition}`}>
			{posted && <Notice>{t("organise.invalidate.wrong")}</Notice>}
			<HeldDomains t={t} locale={locale} domains={domains} alarms={alarms} />
			<Invalidations t={t} locale={locale} campaign={slug} invalidations={invalidations} shares={shares} />
			<RuleForm t={t} domains={domains} typed={posted?.typed} />
			<Reminders t={t} on={reminds} />
		</DeskShell>
	);
}
