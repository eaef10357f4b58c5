import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readBank } from "#app/fund/bank/bank-desk.server.ts";
import { formatAmount, keptOffers, printReference } from "#app/fund/bank/desk.server.ts";
import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm } from "#app/web/form.ts";
import { siteOrigin } from "#app/web/links.ts";
import { seeOther } from "#app/web/page.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { campaignOf } from "../../signed-in.ts";
import { BalancesPart, wrongSeen } from "./balances-part.tsx";
import { doneIn, fieldOf, placeOf } from "./done.ts";
import { LineForm, printedWords } from "./line-form.tsx";
import { postToBank } from "./post.server.ts";
import { shownBecame } from "./shown-became.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const fields = await readForm(request);
	const origin = siteOrigin(app.settings, request.url);
	const posted = await postToBank(app, { campaign, by: organiser.id, origin, organiser }, fields);
	if (!("done" in posted)) return data(posted, posted.intent === "look" ? 200 : 422);
	app.wakeMailer();
	throw seeOther(`/organise/campaigns/${campaign.slug}/fund/bank?done=${posted.done}#${placeOf(posted.done)}`);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db, now } = context.app;
	const [{ open, recent, payouts, sums, balances, accounts, gaps }, offers] = await Promise.all([
		readBank(db, campaign.id),
		keptOffers(db, campaign.id),
	]);
	const { locale } = organiser;
	const money = (amount: number, currency: string) => formatAmount(amount, currency, locale);
	return {
		desk: deskOf(context, params, request),
		done: doneIn(new URL(request.url).searchParams.get("done")),
		slug: campaign.slug,
		mayAct: campaign.roles.has("treasurer"),
		currencies: offers.map(({ currency }) => currency),
		today: now().toISOString().slice(0, 10),
		open: open.map(({ id, bookedOn, amount, currency, n, whole, mayBe, asked, near }) => ({
			id,
			n,
			whole: money(whole, currency),
			near: near === null ? null : printReference(near),
			day: formatDay(bookedOn, locale),
			amount: money(amount, currency),
			comes: amount > 0,
			asked,
			mayBe: mayBe.map(({ is, about, day }) => ({ is, value: `${is} ${about}`, day: formatDay(day, locale) })),
		})),
		recent: recent.map(({ id, bookedOn, amount, currency, became, openParts }) => ({
			id,
			day: formatDay(bookedOn, locale),
			amount: money(amount, currency),
			became: shownBecame(became),
			openParts,
		})),
		payouts: payouts.map(({ id, amount, currency, arrivesOn }) => ({
			id,
			amount: money(amount, currency),
			day: formatDay(arrivesOn, locale),
		})),
		accounts: accountsToChoose(accounts),
		balances: balances.map(({ account, currency, day, amount, booked, seen }) => ({
			account: accountsToChoose(accounts).includes(account) ? account : "",
			day: formatDay(day, locale),
			amount: money(amount, currency),
			booked: booked === null ? null : money(booked, currency),
			differs: booked !== amount,
			seen,
		})),
		gaps: gaps.map(({ currency, after, before }) => ({
			currency,
			after: formatDay(after, locale),
			before: formatDay(before, locale),
		})),
		sums: sums.map(({ account, currency, balance }) => ({
			account,
			currency,
			// What is owed or unexplained is a liability, and negative in the books.
			amount: money(account === "unallocated" || account === "refund_due" ? -balance : balance, currency),
		})),
	};
}

/** Accounts that a typed balance may be of, where a currency has several. */
function accountsToChoose(accounts: readonly { account: string; currency: string }[]): string[] {
	const several = accounts.some((one) =>
		accounts.some((o) => o.currency === one.currency && o.account !== one.account),
	);
	return several ? [...new Set(accounts.map(({ account }) => account))] : [];
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.bank.title") : "Yntymaq");

/** The bank's lines: what nobody has explained first, then what Stripe sent and the bank has not shown, then the newest. */
export default function BankRoute() {
	const { desk, done, slug, mayAct, open, recent, payouts, sums, balances, accounts, gaps, currencies, today } =
		useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	const words = posted?.intent === "look" ? posted.words : undefined;
	const ofLine = posted?.intent === "say" || posted?.intent === "part" ? posted : undefined;
	const seen = posted?.intent === "seen" ? { ...posted.values, no: posted.no } : undefined;
	const wrong = open.find(({ id }) => id === ofLine?.values.line);
	const said = done && !posted && <Notice>{t(`organise.bank.done.${done === "kept" ? "recorded" : done}`)}</Notice>;
	return (
		<DeskShell desk={desk} title={t("organise.bank.title")}>
			{ofLine && (
				<Notice>
					{wrong && (
						<>
							<a href={`#${fieldOf(wrong.id, ofLine.no, wrong.asked !== null)}`}>
								{wrong.amount} · {wrong.day}
							</a>
							{": "}
						</>
					)}
					{t(`organise.bank.no.${ofLine.no}`)}
				</Notice>
			)}
			{seen && (
				<Notice>
					<a href={`#${seen.no === "accounts" ? "account" : seen.no}`}>{t(wrongSeen(seen.no))}</a>
				</Notice>
			)}
			<p>{t("organise.bank.text")}</p>
			<p>{t("organise.bank.words")}</p>
			{mayAct && !words && (
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
							<dd>
								{account === "refund_due" ? <a href={`/organise/campaigns/${slug}/fund/held`}>{amount}</a> : amount}
							</dd>
						</div>
					))}
				</dl>
			)}
			<section aria-labelledby="open">
				<h2 id="open">{t("organise.bank.open")}</h2>
				{done && placeOf(done) === "open" && said}
				{open.length === 0 && <p>{t("organise.bank.open.none")}</p>}
				<ul className="queue">
					{open.map((line) => (
						<LineForm
							key={line.id}
							t={t}
							line={line}
							words={words?.[line.id]}
							typed={ofLine?.values.line === line.id ? { ...ofLine.values, no: ofLine.no } : undefined}
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
			<BalancesPart
				t={t}
				balances={balances}
				accounts={accounts}
				gaps={gaps}
				currencies={currencies}
				today={today}
				typed={seen}
				done={done && placeOf(done) === "balances" && said}
				mayAct={mayAct}
			/>
			<section aria-labelledby="recent">
				<h2 id="recent">{t("organise.bank.recent")}</h2>
				{recent.length === 0 && <p>{t("organise.bank.recent.none")}</p>}
				<ul>
					{recent.map(({ id, day, amount, became, openParts }) => (
						<li key={id}>
							{day} · <strong>{amount}</strong> ·{" "}
							{openParts > 0
								? t("organise.bank.became.parts-open", { open: openParts })
								: t(`organise.bank.became.${became}`)}
							{words?.[id] && ` · ${printedWords(words[id])}`}
						</li>
					))}
				</ul>
			</section>
		</DeskShell>
	);
}
