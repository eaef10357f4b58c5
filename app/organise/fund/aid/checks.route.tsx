import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { LONGEST_NOTE, newestChecks } from "#app/fund/paying/checks.server.ts";
import {
	CHECK_DAYS,
	checkKinds,
	checkResults,
	codeOf,
	explainedIn,
	hows,
	listsOf,
	ways,
} from "#app/fund/paying/desk.server.ts";
import { findBeneficiary } from "#app/fund/paying/people.server.ts";
import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { campaignOf } from "../../signed-in.ts";
import { checkPerson } from "./act-person.server.ts";
import { CheckForm } from "./check-form.tsx";
import { Explained } from "./explained.tsx";
import { type CheckChoices, parseCheck } from "./parse-check.ts";

const choices: CheckChoices = {
	kinds: checkKinds,
	results: checkResults,
	hows,
	ways,
	languages: explainedIn,
	lists: listsOf,
	longest: LONGEST_NOTE,
};

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	if (!isId(params.person)) throw refuse(404);
	const fields = await readForm(request);
	const parsed = parseCheck(fields, choices, app.now().toISOString().slice(0, 10));
	if (!parsed) throw refuse(404);
	const { check, errors } = parsed;
	const values = Object.fromEntries(fields);
	if (Object.keys(errors).length > 0) return data({ kind: check.kind, errors, values, no: null }, 422);
	const at = { campaignId: campaign.id, person: params.person, by: organiser.id };
	const recorded = await checkPerson(app, at, check);
	if (recorded === "unknown") throw refuse(404);
	const no = recorded === "no file" ? "keys" : "checks";
	if (recorded !== "recorded") return data({ kind: check.kind, errors, values, no: no as "keys" | "checks" }, 409);
	throw seeOther(`/organise/campaigns/${campaign.slug}/fund/aid/people/${at.person}/checks`);
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const { app } = context;
	const person = isId(params.person) ? await findBeneficiary(app.db, campaign.id, params.person) : undefined;
	if (!person || person.erased) throw refuse(404);
	const recorded = await newestChecks(app.db, person.id);
	return {
		desk: deskOf(context, params, request),
		here: `/organise/campaigns/${campaign.slug}/fund/aid/people/${person.id}`,
		code: codeOf(person.id),
		missing: person.missing,
		recorded: recorded.map(({ kind, result, madeOn, holds }) => ({ kind, result, madeOn, holds })),
		today: app.now().toISOString().slice(0, 10),
		days: CHECK_DAYS,
		choices,
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.aid.checks") : "Yntymaq");

/** Records what was asked and looked up: the family's agreement, the lists, the rules on money from abroad. */
export default function ChecksRoute() {
	const { desk, here, code, missing, recorded, today, days, choices } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={`${t("organise.aid.checks")} ${code}`}>
			{posted?.no && <Notice>{t(`organise.aid.no.${posted.no}`)}</Notice>}
			<p className="ways">
				<a href={here}>{t("organise.aid.person")}</a>
			</p>
			<p>{t("organise.aid.checks.about", { days })}</p>
			{missing.length === 0 && <p className="notice">{t("organise.aid.checks.whole")}</p>}
			{choices.kinds.map((kind) => {
				const mine = posted?.kind === kind;
				const last = recorded.find((one) => one.kind === kind);
				return (
					<section key={kind} aria-labelledby={kind}>
						<h2 id={kind}>{t(`organise.aid.check.${kind}`)}</h2>
						<p>{t(`organise.aid.check.${kind}.about`)}</p>
						{last && (
							<p className="notice">
								{t("organise.aid.check.recorded", {
									result: t(`organise.aid.result.${last.result}`),
									day: formatDay(last.madeOn, desk.locale),
								})}
								{!last.holds && <>. {t("organise.aid.check.void")}</>}
							</p>
						)}
						{kind === "foreign-money" && <Explained t={t} />}
						<CheckForm
							t={t}
							kind={kind}
							choices={choices}
							values={mine ? (posted?.values ?? {}) : { made_on: today }}
							errors={mine ? (posted?.errors ?? {}) : {}}
						/>
					</section>
				);
			})}
		</DeskShell>
	);
}
