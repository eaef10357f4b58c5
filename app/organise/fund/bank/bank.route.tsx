import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readBank } from "#app/fund/bank/bank-desk.server.ts";
import { formatAmount } from "#app/fund/bank/desk.server.ts";
import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { askApproval } from "../../approvals/approvals.server.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { campaignOf } from "../../signed-in.ts";
import { lookAtWords, sayWhatItIs } from "./act.server.ts";
import { LineForm, printedWords } from "./line-form.tsx";
import { parseSaid } from "./parse-said.ts";
import { shownBecame } from "./shown-became.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const fields = await readForm(request);
	const origin = siteOrigin(app.settings, request.url);
	const desk = { campaign, by: organiser.id, origin };
	if (text(fields, "intent") === "look")
		return data({ no: undefined, typed: undefined, words: Object.fromEntries(await lookAtWords(app, desk)) });
	const parsed = parseSaid(fields);
	if (!parsed) throw refuse(404);
	const { line, said } = parsed;
	const no = await sayWhatItIs(app, desk, line, said);
	const asking = { keys: app.keys, origin, organiser };
	const asked = no === "two" && (await askApproval(app.db, asking, { action: "bank.fees", campaign, subject: line }));
	if (no && !(asked && asked.state === "asked")) {
		const typed = { line, is: text(fields, "is"), reference: text(fields, "reference") };
		return data({ no: asked && asked.state === "waits" ? ("waits" as const) : no, typed, words: undefined }, 422);
	}
	app.wakeMailer();
	throw seeOther(`/organise/campaigns/${campaign.slug}/fund/bank`);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { open, recent, payouts, sums } = await readBank(context.app.db, campaign.id);
	const { locale } = organiser;
	const money = (amount: number, currency: string) => formatAmount(amount, currency, locale);
	return {
		desk: deskOf(context, params, request),
		slug: campaign.slug,
		mayAct: campaign.roles.has("treasurer"),
		open: open.map(({ id, bookedOn, amount, currency, mayBe, asked }) => ({
			id,
			day: formatDay(bookedOn, locale),
			amount: money(amount, currency),
			comes: amount > 0,
			asked,
			mayBe: mayBe.map(({ is, about, day }) => ({ is, value: `${is} ${about}`, day: formatDay(day, locale) })),
		})),
		recent: recent.map(({ id, bookedOn, amount, currency, became }) => ({
			id,
			day: formatDay(bookedOn, locale),
			amount: money(amount, currency),
			became: shownBecame(became),
		})),
		payouts: payouts.map(({ id, amount, currency, arrivesOn }) => ({
			id,
			amount: money(amount, currency),
			day: formatDay(arrivesOn, locale),
		})),
		sums: sums.map(({ account, currency, balance }) => ({
			account,
			currency,
			// What is owed or unexplained is a liability, and negative in the books.
			amount: money(account === "unallocated" || account === "refund_due" ? -balance : balance, currency),
		})),
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.bank.title") : "Yntymaq");

/** The bank's lines: what nobody has explained first, then what Stripe sent and the bank has not shown, then the newest. */
export default function BankRoute() {
	const { desk, slug, mayAct, open, recent, payouts, sums } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.bank.title")}>
			{posted?.no && <Notice>{t(`organise.bank.no.${posted.no}`)}</Notice>}
			<p>{t("organise.bank.text")}</p>
			<p>{t("organise.bank.words")}</p>
			{mayAct && !posted?.words && (
				<form method="post">
					<button type="submit" name="intent" value="look" className="quiet">
						{t("organise.bank.look")}
					</button>
				</form>
			)}
			{mayAct && (
				<p>
					<a className="button" href={`/organise/campaigns/${slug}/fund/bank/statement`}>
						{t("organise.bank.statement")}
					</a>
				</p>
			)}
			{sums.length > 0 && (
				<dl className="facts">
					{sums.map(({ account, currency, amount }) => (
						<div key={`${account} ${currency}`}>
							<dt>{t(`organise.bank.sum.${account}`)}</dt>
							<dd>{amount}</dd>
						</div>
					))}
				</dl>
			)}
			<section aria-labelledby="open">
				<h2 id="open">{t("organise.bank.open")}</h2>
				{open.length === 0 && <p>{t("organise.bank.open.none")}</p>}
				<ul>
					{open.map((line) => (
						<LineForm
							key={line.id}
							t={t}
							line={line}
							words={posted?.words?.[line.id]}
							typed={posted?.typed?.line === line.id ? { ...posted.typed, no: posted.no } : undefined}
							mayAct={mayAct}
						/>
					))}
				</ul>
			</section>
			<section aria-labelledby="payouts">
				<h2 id="payouts">{t("organise.bank.payouts")}</h2>
				{payouts.length === 0 && <p>{t("organise.bank.payouts.none")}</p>}
				<ul>
					{payouts.map(({ id, amount, day }) => (
						<li key={id}>{t("organise.bank.payouts.line", { amount, day })}</li>
					))}
				</ul>
			</section>
			<section aria-labelledby="recent">
				<h2 id="recent">{t("organise.bank.recent")}</h2>
				{recent.length === 0 && <p>{t("organise.bank.recent.none")}</p>}
				<ul>
					{recent.map(({ id, day, amount, became }) => (
						<li key={id}>
							{day} · <strong>{amount}</strong> · {t(`organise.bank.became.${became}`)}
							{posted?.words?.[id] && ` · ${printedWords(posted.words[id])}`}
						</li>
					))}
				</ul>
			</section>
		</DeskShell>
	);
}
