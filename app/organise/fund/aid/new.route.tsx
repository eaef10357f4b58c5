import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { codeOf, formatAmount, parseAmount } from "#app/fund/paying/desk.server.ts";
import { findBeneficiary, listBeneficiaries } from "#app/fund/paying/people.server.ts";
import { aidRules, spendable } from "#app/fund/paying/rules.server.ts";
import { translator } from "#app/i18n/translate.ts";
import { Field, Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { siteOrigin } from "#app/web/links.ts";
import { seeOther } from "#app/web/page.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { campaignOf } from "../../signed-in.ts";
import { askForAid } from "./act-aid.server.ts";
import { Line, Wrongs } from "./choices.tsx";
import { categories, parseNew } from "./parse-new.ts";
import type { Wrong } from "./parse-person.ts";
import { whoOf } from "./who.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const fields = await readForm(request);
	const values = Object.fromEntries(fields);
	const parsed = parseNew(fields, (typed, currency) => parseAmount(typed, currency, organiser.locale));
	if ("errors" in parsed) return data({ errors: parsed.errors, values, no: null, available: "" }, 422);
	const { amount, currency } = parsed.aid;
	const { available = 0 } = (await spendable(app.db, campaign.id)).find((one) => one.currency === currency) ?? {};
	if (amount > available) {
		const most = formatAmount(available, currency, organiser.locale);
		return data({ errors: {}, values, no: "more" as const, available: most }, 409);
	}
	const desk = { campaign, who: whoOf(organiser, campaign), origin: siteOrigin(app.settings, request.url) };
	const asked = await askForAid(app, desk, parsed.aid);
	if ("refused" in asked) return data({ errors: {}, values, no: asked.refused, available: "" }, 409);
	app.wakeMailer();
	throw seeOther(`/organise/campaigns/${campaign.slug}/fund/aid/${asked.id}`);
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db } = context.app;
	const chosen = new URL(request.url).searchParams.get("person") ?? "";
	const [{ rows: newest }, asked, money, rules] = await Promise.all([
		listBeneficiaries(db, campaign.id),
		// Whoever has been here for long is asked for from their own page.
		isId(chosen) ? findBeneficiary(db, campaign.id, chosen) : undefined,
		spendable(db, campaign.id),
		aidRules(db, campaign.id),
	]);
	const { cap } = rules;
	const people = asked && !asked.erased && !newest.some(({ id }) => id === chosen) ? [asked, ...newest] : newest;
	return {
		desk: deskOf(context, params, request),
		slug: campaign.slug,
		people: people.map(({ id }) => ({ id, code: codeOf(id) })),
		chosen,
		currencies: cap ? [cap.currency] : money.map(({ currency }) => currency),
		criteria: rules.criteria,
		money: money.map(({ currency, available, reserve }) => ({
			currency,
			available: formatAmount(available, currency, organiser.locale),
			reserve: formatAmount(reserve, currency, organiser.locale),
		})),
		cap: cap && formatAmount(cap.amount, cap.currency, organiser.locale),
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.aid.new") : "Yntymaq");

/** Asks the committee for help for somebody who has been entered, by number. */
export default function NewAidRoute() {
	const { desk, slug, people, chosen, currencies, criteria, money, cap } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	const values: Record<string, string> = posted?.values ?? { person: chosen };
	const errors: Wrong = posted?.errors ?? {};
	const shown = (name: string) => {
		const key = errors[name];
		return key && t(key);
	};
	const selects = {
		person: people.map(({ id, code }) => [id, code] as const),
		category: categories.map((category) => [category, t(`organise.aid.category.${category}`)] as const),
		currency: currencies.map((currency) => [currency, currency] as const),
	};
	const select = (name: keyof typeof selects) => (
		<Field name={name} label={t(`organise.aid.${name}`)} error={shown(name)}>
			{(attributes) => (
				<select {...attributes} defaultValue={values[name]}>
					{selects[name].map(([value, label]) => (
						<option key={value} value={value}>
							{label}
						</option>
					))}
				</select>
			)}
		</Field>
	);
	return (
		<DeskShell desk={desk} title={t("organise.aid.new")}>
			{posted?.no && (
				<Notice>
					{posted.no === "more"
						? t("organise.aid.no.more", { available: posted.available })
						: t(`organise.aid.no.${posted.no}`)}
				</Notice>
			)}
			<p>{t("organise.aid.new.about")}</p>
			{criteria && <p className="notice">{criteria}</p>}
			<p>
				{t("organise.aid.spendable")}:{" "}
				{money.map(({ currency, available, reserve }) => (
					<span key={currency}>{t("organise.aid.spendable.line", { available, reserve })}. </span>
				))}
			</p>
			{cap && <p>{t("organise.aid.cap.is", { cap })}</p>}
			{people.length === 0 || currencies.length === 0 ? (
				<p>
					{t(people.length === 0 ? "organise.aid.people.none" : "organise.aid.spendable.none")}{" "}
					<a href={`/organise/campaigns/${slug}/fund/aid/people/new`}>{t("organise.aid.people.new")}</a>
				</p>
			) : (
				<form method="post">
					<Wrongs t={t} errors={errors} />
					{select("person")}
					{select("category")}
					{select("currency")}
					<Line
						form=""
						name="amount"
						label={t("organise.aid.amount")}
						value={values.amount}
						error={shown("amount")}
						longest={20}
						numeric
						required
					/>
					<button type="submit">{t("organise.aid.ask")}</button>
				</form>
			)}
		</DeskShell>
	);
}
