import { type Locale, translator } from "#app/i18n/translate.ts";
import { BookPlots } from "./book-plots.tsx";
import { LedgerTable } from "./ledger-table.tsx";
import type { MonthSum, Numbers } from "./numbers.ts";
import { BookNumbers } from "./numbers-part.tsx";
import type { Head, ShownRow } from "./rows.server.ts";

export interface LedgerPageProps {
	locale: Locale;
	slug: string;
	called: { title: string };
	head: Omit<Head, "campaignId">;
	numbers: readonly Numbers[];
	sums: readonly MonthSum[];
	rows: readonly ShownRow[];
	/** Years that have a report. */
	years: readonly string[];
	/** The ways to the other pages. */
	children: React.ReactNode;
}

/** The open books of a fund: numbers, pictures, every row, and how to check them. */
export function LedgerPage({ locale, slug, called, head, numbers, sums, rows, years, children }: LedgerPageProps) {
	const t = translator(locale);
	return (
		<article className="narrow">
			<p className="back">
				<a href={`/${locale}/fund/${slug}`}>{`${t("fund.title")}: ${called.title}`}</a>
			</p>
			<h1>{t("books.title")}</h1>
			<p className="lead">{t("books.lead")}</p>
			<ul className="ways">
				<li>
					<a href="#check">{t("books.check")}</a>
				</li>
			</ul>
			<p>{t("books.rule")}</p>
			{head.sample && head.n > 0 && <p className="notice">{t("books.sample")}</p>}
			<section aria-labelledby="numbers">
				<h2 id="numbers">{t("books.numbers")}</h2>
				<BookNumbers locale={locale} numbers={numbers} asOf={head} />
				<BookPlots locale={locale} sums={sums} quarterThrough={head.quarterThrough} />
			</section>
			{rows.length > 0 && (
				<section aria-labelledby="rows">
					<h2 id="rows">{t("books.rows")}</h2>
					<p className="hint">{t("books.balance.hint")}</p>
					<LedgerTable locale={locale} rows={rows} />
					{children}
				</section>
			)}
			<section aria-labelledby="check">
				<h2 id="check">{t("books.check")}</h2>
				<p>{t("books.check.how")}</p>
				{head.n > 0 && (
					<dl className="facts">
						<dt>{t("books.check.head", { n: head.n })}</dt>
						<dd className="hash">{head.hash}</dd>
					</dl>
				)}
				<p>{t("books.check.run")}</p>
				<ul className="ways">
					<li>
						<a href={`/fund/${slug}/ledger.csv`}>{t("books.csv")}</a>
					</li>
					<li>
						<a href={`/fund/${slug}/ledger.json`}>{t("books.json")}</a>
					</li>
					<li>
						<a href="/fund/verify-ledger.mjs">{t("books.check.program")}</a>
					</li>
					{years.map((year) => (
						<li key={year}>
							<a href={`/${locale}/fund/${slug}/report/${year}.pdf`}>{t("books.report", { year })}</a>
						</li>
					))}
				</ul>
			</section>
		</article>
	);
}
