import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { locales, translator } from "#app/i18n/translate.ts";
import { closingFacts } from "#app/petitions/closing/facts.server.ts";
import { digestsOf, failed } from "#app/petitions/closing/mailboxes.server.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { editorAddress } from "../editing/address.ts";
import { campaignOf } from "../signed-in.ts";
import { changeDigests, handIn } from "./act.server.ts";
import { DigestsPart } from "./digests-part.tsx";
import { HandoverForm } from "./handover-form.tsx";
import { isDay, parseDigestVerb, parseHandover } from "./parse.ts";
import { reports, writeReport } from "./write-report.server.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const of = { petition: params.petition ?? "", campaignId: campaign.id };
	const home = seeOther(`/organise/campaigns/${campaign.slug}/petitions/${of.petition}/closing`);
	if (!(await closingFacts(app.db, of, organiser.locale))) throw refuse(404);
	const fields = await readForm(request.clone());
	const intent = text(fields, "intent");
	const report = reports.find((name) => name === intent);
	if (report) {
		const by = { actor: organiser.id, today: app.now().toISOString().slice(0, 10) };
		const path = await writeReport(app.db, of, report, by);
		throw seeOther(editorAddress(campaign.slug, organiser.locale, path));
	}
	if (intent === "hand-in") {
		const { sure, ...posted } = parseHandover(fields, locales);
		if (!isDay(posted.handedOn)) return data({ refused: "day" as const }, 422);
		if (!sure) return data({ refused: "sure" as const }, 422);
		const { state } = await handIn(app, { ...of, ...posted, by: organiser.id });
		if (state === "unknown") throw refuse(404);
		if (state !== "handed-in") return data({ refused: state }, 422);
		app.pagesChanged("at once");
		throw home;
	}
	const wanted = parseDigestVerb(fields, siteOrigin(app.settings, request.url));
	if (wanted === "wrong") return data({ refused: "mailbox" as const }, 422);
	if (!wanted) throw refuse(404);
	await changeDigests(app, of, organiser.id, wanted);
	throw home;
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db, keys } = context.app;
	const of = { petition: params.petition ?? "", campaignId: campaign.id };
	const [facts, digests] = await Promise.all([closingFacts(db, of, organiser.locale), digestsOf(db, keys, of)]);
	if (!facts || !digests) throw refuse(404);
	const addressees = facts.addressees.split("\n");
	return {
		desk: deskOf(context, params, request),
		petition: of.petition,
		home: `/organise/campaigns/${campaign.slug}/petitions/${of.petition}/closing`,
		digests,
		addressees,
		failed,
		done: facts.handover !== null,
		open: facts.open,
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.closing.title")) : [];

/** A petition's way to its end: who hears of milestones, the hand-in, and what is told to those who subscribed. */
export default function ClosingRoute() {
	const { desk, petition, home, digests, addressees, failed, done, open } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const { locale } = desk;
	const t = translator(locale);
	return (
		<DeskShell desk={desk} title={`${t("organise.closing.title")}: ${petition}`}>
			{posted && <Notice>{t(`organise.closing.refused.${posted.refused}`)}</Notice>}
			<DigestsPart t={t} locale={locale} addressees={addressees} digests={digests} failed={failed} />
			<section aria-labelledby="hand-in">
				<h2 id="hand-in">{t("organise.closing.handed-in")}</h2>
				{done ? (
					<p>
						{t("organise.closing.handed-in.done")} <a href={`${home}/photo`}>{t("organise.closing.photo")}</a>
					</p>
				) : open ? (
					<p>
						{t("organise.closing.close-first")}{" "}
						<a href={`/organise/campaigns/${desk.campaign?.slug}/opening`}>{t("organise.closing.close-first.link")}</a>
					</p>
				) : (
					<HandoverForm t={t} addressees={addressees} languages={locales} />
				)}
			</section>
			<section aria-labelledby="reports">
				<h2 id="reports">{t("organise.closing.reports")}</h2>
				<p>{t("organise.closing.reports.text")}</p>
				<form method="post">
					<div className="buttons">
						{(["handed-in", "closing-report"] as const).map((name) => (
							<button key={name} type="submit" name="intent" value={name} className="quiet">
								{t(`organise.closing.reports.${name}`)}
							</button>
						))}
					</div>
				</form>
			</section>
		</DeskShell>
	);
}
