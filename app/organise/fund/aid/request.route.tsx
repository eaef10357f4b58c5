import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { cancelReasons, waiveReasons } from "#app/fund/paying/change-aid.server.ts";
import { lookReasons, parseAmount, ways } from "#app/fund/paying/desk.server.ts";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { campaignOf } from "../../signed-in.ts";
import { actOnAid, lookAtAid } from "./act-aid.server.ts";
import { AidFactsList } from "./aid-facts.tsx";
import { LookForm } from "./look-form.tsx";
import { parseStep } from "./parse-step.ts";
import { readAid } from "./read-aid.server.ts";
import { StepForms } from "./step-forms.tsx";
import { whoOf } from "./who.ts";

const nothing = { errors: {}, values: {}, step: "", no: null, look: null } as const;

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const who = whoOf(organiser, campaign);
	const id = params.request;
	const aid = isId(id) ? await readAid(app, campaign.id, id, who, organiser.locale) : undefined;
	if (!aid || !isId(id)) throw refuse(404);
	const desk = { campaign, who, origin: siteOrigin(app.settings, request.url) };
	const fields = await readForm(request);
	const step = text(fields, "intent");
	if (step === "look") {
		const reason = lookReasons.find((one) => one === text(fields, "reason"));
		if (!reason) throw refuse(404);
		const look = await lookAtAid(app, desk, id, reason);
		return look ? data({ ...nothing, look }) : data({ ...nothing, no: "keys" as const }, 409);
	}
	const today = app.now().toISOString().slice(0, 10);
	const choices = { ways, waive: waiveReasons, cancel: cancelReasons, currency: aid.currency, today };
	const parsed = parseStep(fields, {
		...choices,
		parseAmount: (typed, currency) => parseAmount(typed, currency, organiser.locale),
	});
	if (!parsed) throw refuse(404);
	const values = Object.fromEntries(fields);
	if ("errors" in parsed) return data({ ...nothing, errors: parsed.errors, values, step }, 422);
	const changed = await actOnAid(app, desk, id, parsed.event);
	if ("unknown" in changed) throw refuse(404);
	if ("refused" in changed) return data({ ...nothing, values, step, no: changed.refused }, 409);
	throw seeOther(`/organise/campaigns/${campaign.slug}/fund/aid/${id}`);
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const who = whoOf(organiser, campaign);
	const aid = isId(params.request) ? await readAid(app, campaign.id, params.request, who, organiser.locale) : undefined;
	if (!aid) throw refuse(404);
	const today = app.now().toISOString().slice(0, 10);
	return {
		desk: deskOf(context, params, request),
		here: `/organise/campaigns/${campaign.slug}/fund/aid`,
		aid,
		today,
		choices: { ways, waive: waiveReasons, cancel: cancelReasons },
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.aid.request") : "Yntymaq");

/** One request for help: where it stands, who did what, and what this organiser may do now, or why not. */
export default function AidRequestRoute() {
	const { desk, here, aid, today, choices } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.aid.request")}>
			{posted?.no && <Notice>{t(`organise.aid.no.${posted.no}`)}</Notice>}
			<AidFactsList t={t} locale={desk.locale} here={here} aid={aid} />
			{posted?.look && (
				<section aria-labelledby="looked">
					<h2 id="looked">{t("organise.aid.looked")}</h2>
					{posted.look.payment && (
						<p>
							{t("organise.aid.delivered.line", {
								delivered: posted.look.payment.delivered || "–",
								currency: posted.look.payment.currency,
								rate: posted.look.payment.rate || "–",
								reference: posted.look.payment.reference || "–",
							})}
						</p>
					)}
					{posted.look.notes.map(({ kind, note }) => (
						<p key={kind}>{note}</p>
					))}
				</section>
			)}
			<StepForms
				t={t}
				here={here}
				aid={aid}
				choices={choices}
				step={posted?.step ?? ""}
				values={posted?.values ?? { paid_on: today }}
				errors={posted?.errors ?? {}}
			/>
			{!aid.erased && (aid.payment || aid.evidence.length > 0) && !posted?.look && <LookForm t={t} form="look" />}
			{aid.sha256 && !aid.erased && <LookForm t={t} form="receipt" to={`${here}/${aid.id}/receipt/file`} />}
		</DeskShell>
	);
}
