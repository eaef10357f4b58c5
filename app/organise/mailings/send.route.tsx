import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { serialOf } from "#app/web/is-id.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { momentIn } from "../editing/address.ts";
import { campaignOf } from "../signed-in.ts";
import { askToSend } from "./ask-to-send.server.ts";
import { AudienceView } from "./audience-view.tsx";
import { Findings } from "./findings.tsx";
import { readToSend } from "./read.server.ts";

/** The first of two: with a second factor of the last ten minutes, which the guard asks for. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const id = serialOf(params.mailing);
	if (id === undefined) throw refuse(404);
	const asking = { keys: app.keys, origin: siteOrigin(app.settings, request.url), organiser };
	const digest = text(await readForm(request.clone()), "digest");
	const came = await askToSend(app, asking, campaign, { id, digest });
	app.wakeMailer();
	if (came === "unknown") throw refuse(404);
	if (came === "asked" || came === "waits") throw seeOther(`/organise/campaigns/${campaign.slug}/mailings/${id}`);
	return data({ came }, came === "stops" ? 422 : 409);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const { app } = context;
	const id = serialOf(params.mailing);
	const origin = siteOrigin(app.settings, request.url);
	const toSend = id === undefined ? undefined : await readToSend(app, id, { campaign, origin });
	if (!toSend) throw refuse(404);
	return {
		desk: deskOf(context, params, request),
		here: `/organise/campaigns/${campaign.slug}/mailings/${id}`,
		...toSend,
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.mailings.send")) : [];

/** What is about to be sent, to how many, and when: the last look before a second organiser is asked. */
export default function SendRoute() {
	const { desk, here, zone, mailing, draft } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	const stopped = draft.findings.some(({ stops }) => stops);
	const at = mailing.startsAt && momentIn(t, desk.locale, zone, new Date(mailing.startsAt));
	return (
		<DeskShell desk={desk} title={t("organise.mailings.send")}>
			{posted && <Notice>{t(`organise.mailings.no.${posted.came}`)}</Notice>}
			<ul>
				{mailing.subjects.map(({ locale, subject }) => (
					<li key={locale} lang={locale}>
						{subject}
					</li>
				))}
			</ul>
			<p>{at ? t("organise.mailings.goes.at", { at }) : t("organise.mailings.goes.now")}</p>
			{mailing.spreadMinutes > 0 && (
				<p>{t("organise.mailings.goes.spread", { hours: Math.round(mailing.spreadMinutes / 60) })}</p>
			)}
			<h2>{t("organise.mailings.checks")}</h2>
			<Findings t={t} findings={draft.findings} />
			<h2>{t("organise.mailings.who")}</h2>
			<AudienceView t={t} locale={desk.locale} draft={draft} />
			{!stopped && !draft.asked && (
				<form method="post">
					<p>{t("organise.mailings.send.text")}</p>
					<input type="hidden" name="digest" value={mailing.digest} />
					<button type="submit">{t("organise.mailings.send.ask")}</button>
				</form>
			)}
			<p>
				<a href={here}>{t("organise.mailings.back")}</a>
			</p>
		</DeskShell>
	);
}
