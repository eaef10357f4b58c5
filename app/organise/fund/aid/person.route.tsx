import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { newestChecks } from "#app/fund/paying/checks.server.ts";
import { beneficiaryFields, codeOf, formatAmount, lookReasons } from "#app/fund/paying/desk.server.ts";
import { findBeneficiary } from "#app/fund/paying/people.server.ts";
import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text, ticked } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { namesOf } from "../../people/names.server.ts";
import { campaignOf } from "../../signed-in.ts";
import { declare, erasePerson, lookAt, mendPerson } from "./act-person.server.ts";
import { CheckList } from "./check-list.tsx";
import { LookForm } from "./look-form.tsx";
import { parsePerson } from "./parse-person.ts";
import { PersonForm } from "./person-form.tsx";
import { EraseForm, PersonConflict } from "./person-parts.tsx";

const nothing = { look: null, errors: {}, no: null } as const;

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	if (!isId(params.person) || !(await findBeneficiary(app.db, campaign.id, params.person))) throw refuse(404);
	const at = { campaignId: campaign.id, person: params.person, by: organiser.id };
	const fields = await readForm(request);
	const people = `/organise/campaigns/${campaign.slug}/fund/aid/people` as const;
	const here = `${people}/${at.person}` as const;
	switch (text(fields, "intent")) {
		case "look": {
			const reason = lookReasons.find((one) => one === text(fields, "reason"));
			if (!reason) return data({ ...nothing, no: "reason" as const }, 422);
			const look = await lookAt(app, at, reason);
			return look ? data({ ...nothing, look }) : data({ ...nothing, no: "keys" as const }, 409);
		}
		case "mend": {
			const { words, errors } = parsePerson(fields, beneficiaryFields);
			if (Object.keys(errors).length > 0) return data({ ...nothing, look: { words, notes: {} }, errors }, 422);
			if (!(await mendPerson(app, at, words))) return data({ ...nothing, no: "keys" as const }, 409);
			throw seeOther(here);
		}
		case "conflict":
			if (!ticked(fields, "sure")) return data({ ...nothing, no: "sure" as const }, 422);
			await declare(app, at);
			throw seeOther(here);
		case "erase": {
			if (!ticked(fields, "sure")) return data({ ...nothing, no: "sure" as const }, 422);
			const erased = await erasePerson(app, at);
			if (erased === "open") return data({ ...nothing, no: "open" as const }, 409);
			if (erased === "no file") return data({ ...nothing, no: "keys" as const }, 409);
			throw seeOther(people);
		}
		default:
			throw refuse(404);
	}
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db, keys } = context.app;
	const person = isId(params.person) ? await findBeneficiary(db, campaign.id, params.person) : undefined;
	if (!person) throw refuse(404);
	const checks = await newestChecks(db, person.id);
	const names = await namesOf(db, keys, [...person.conflicts, ...checks.map(({ madeBy }) => madeBy)]);
	return {
		desk: deskOf(context, params, request),
		slug: campaign.slug,
		longest: beneficiaryFields,
		person: {
			...person,
			code: codeOf(person.id),
			conflicts: person.conflicts.map((id) => names.get(id) ?? ""),
			mine: person.conflicts.includes(organiser.id),
			requests: person.requests.map(({ amount, currency, ...aid }) => ({
				...aid,
				amount: formatAmount(amount, currency, organiser.locale),
			})),
		},
		checks: checks.map(({ madeBy, ...check }) => ({ ...check, madeBy: names.get(madeBy) ?? "" })),
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.aid.person") : "Yntymaq");

/** Somebody whom the fund may help, by number; the name only to who says why, once. */
export default function PersonRoute() {
	const { desk, slug, longest, person, checks } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	const aid = `/organise/campaigns/${slug}/fund/aid`;
	return (
		<DeskShell desk={desk} title={`${t("organise.aid.person")} ${person.code}`}>
			{posted?.no && <Notice>{t(`organise.aid.person.no.${posted.no}`)}</Notice>}
			<p>{t("organise.aid.person.entered", { day: formatDay(person.enteredOn, desk.locale) })}</p>
			{person.erased ? (
				<p className="notice">{t("organise.aid.no.erased")}</p>
			) : (
				<>
					<CheckList t={t} locale={desk.locale} checks={checks} missing={person.missing} />
					<ul className="ways">
						<li>
							<a href={`${aid}/people/${person.id}/checks`}>{t("organise.aid.checks.record")}</a>
						</li>
						<li>
							<a href={`${aid}/new?person=${person.id}`}>{t("organise.aid.new")}</a>
						</li>
					</ul>
				</>
			)}
			<section aria-labelledby="requests">
				<h2 id="requests">{t("organise.aid.requests")}</h2>
				{person.requests.length === 0 && <p>{t("organise.aid.requests.none")}</p>}
				<ul className="queue">
					{person.requests.map(({ id, category, amount, state }) => (
						<li key={id}>
							<span className="ways">
								<a href={`${aid}/${id}`}>
									{t(`organise.aid.category.${category}`)}, {amount}
								</a>
							</span>{" "}
							{t(`organise.aid.state.${state}`, { approvals: 0 })}
						</li>
					))}
				</ul>
			</section>
			{!person.erased && posted?.look && (
				<section aria-labelledby="name">
					<h2 id="name">{t("organise.aid.looked")}</h2>
					{Object.entries(posted.look.notes).map(([kind, note]) => note && <p key={kind}>{note}</p>)}
					<PersonForm
						t={t}
						values={posted.look.words}
						errors={posted.errors}
						longest={longest}
						intent="mend"
						button={t("organise.aid.person.mend")}
					/>
				</section>
			)}
			{!person.erased && !posted?.look && <LookForm t={t} form="look" />}
			<PersonConflict t={t} names={person.conflicts} mine={person.mine} />
			{!person.erased && <EraseForm t={t} />}
		</DeskShell>
	);
}
