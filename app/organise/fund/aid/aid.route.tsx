import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { codeOf, formatAmount } from "#app/fund/paying/desk.server.ts";
import { listAid } from "#app/fund/paying/requests.server.ts";
import { spendable } from "#app/fund/paying/rules.server.ts";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { campaignOf } from "../../signed-in.ts";
import { AidList } from "./aid-list.tsx";
import { ListPages } from "./list-pages.tsx";
import { pageIn } from "./page-in.ts";
import { whoOf } from "./who.ts";

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db } = context.app;
	const { treasurer, committee } = whoOf(organiser, campaign);
	const page = pageIn(request.url);
	const [money, { rows: requests, more }] = await Promise.all([
		spendable(db, campaign.id),
		listAid(db, campaign.id, page),
	]);
	const say = (amount: number, currency: string) => formatAmount(amount, currency, organiser.locale);
	return {
		desk: deskOf(context, params, request),
		slug: campaign.slug,
		mayAct: treasurer || committee,
		page,
		more,
		money: money.map(({ currency, available, reserve }) => ({
			currency,
			available: say(available, currency),
			reserve: say(reserve, currency),
		})),
		requests: requests.map(({ amount, currency, beneficiary, ...aid }) => ({
			...aid,
			code: codeOf(beneficiary),
			amount: say(amount, currency),
		})),
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.aid.title") : "Yntymaq");

/** What goes out: what may be given, what waits and for how long, what is over. Nobody is named. */
export default function AidRoute() {
	const { desk, slug, mayAct, page, more, money, requests } = useLoaderData<typeof loader>();
	const t = translator(desk.locale);
	const here = `/organise/campaigns/${slug}/fund/aid`;
	return (
		<DeskShell desk={desk} title={t("organise.aid.title")}>
			<p>{t("organise.aid.about")}</p>
			<ul className="ways">
				{mayAct && (
					<>
						<li>
							<a href={`${here}/new`}>{t("organise.aid.new")}</a>
						</li>
						<li>
							<a href={`${here}/people`}>{t("organise.aid.people")}</a>
						</li>
						<li>
							<a href={`${here}/rules`}>{t("organise.aid.rules")}</a>
						</li>
					</>
				)}
			</ul>
			<section aria-labelledby="spendable">
				<h2 id="spendable">{t("organise.aid.spendable")}</h2>
				{money.length === 0 && <p>{t("organise.aid.spendable.none")}</p>}
				<ul>
					{money.map(({ currency, available, reserve }) => (
						<li key={currency}>{t("organise.aid.spendable.line", { available, reserve })}</li>
					))}
				</ul>
			</section>
			<AidList t={t} here={here} requests={requests} mayOpen={mayAct} />
			<ListPages t={t} here={here} page={page} more={more} />
		</DeskShell>
	);
}
