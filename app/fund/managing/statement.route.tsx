import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf, refuse } from "#app/web/page.ts";
import { statementOf } from "../receipts/statement.ts";
import { Rows } from "./facts.tsx";
import { findOwnDonation } from "./own-donation.server.ts";
import { aboutPapers, statedGifts } from "./stated.ts";

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const year = /^20\d\d$/.test(params.year ?? "") ? Number(params.year) : undefined;
	const found = await findOwnDonation(app.db, app.keys, params.token ?? "");
	if (!year || found.state !== "found") throw refuse(404);
	const statement = statementOf(statedGifts(found.donation), year, locale);
	if (statement.lines.length === 0) throw refuse(404);
	const home = `/donations/${params.token}`;
	const { demonstration } = app.settings;
	return { locale, year, home, statement, about: aboutPapers(found.donation, locale), demonstration };
}

export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** A year of one gift, to print; and as PDF. */
export default function StatementRoute() {
	const { locale, year, home, statement, about, demonstration } = useLoaderData<typeof loader>();
	const t = translator(locale);
	const path = `${home}/statements/${year}`;
	return (
		<Shell locale={locale} path={path} demonstration={demonstration} quiet>
			<article className="narrow">
				<h1>{statement.title}</h1>
				<Rows
					locale={locale}
					rows={[
						["gift.fact.holder", about.holder],
						["gift.fact.reference", about.reference],
					]}
				/>
				<ul>
					{statement.lines.map(({ id, day, amount, returned }) => (
						<li key={id}>
							{day}: {amount}
							{returned && `. ${t("gift.fact.returned")}: ${returned}`}
						</li>
					))}
				</ul>
				{statement.totals.map((total) => (
					<p key={total}>
						{t("donation.statement.total")}: <strong>{total}</strong>
					</p>
				))}
				<p className="hint">{t("donation.receipt.tax")}</p>
				<ul className="ways">
					<li>
						<a href={`/${locale}${path}.pdf`}>{t("donation.statement.pdf")}</a>
					</li>
					<li>
						<a href={`/${locale}${home}`}>{t("donation.back")}</a>
					</li>
				</ul>
			</article>
		</Shell>
	);
}
