import { type Locale, translator } from "#app/i18n/translate.ts";
import { formatAmount } from "../money/format-amount.ts";
import type { ShownRow } from "./rows.server.ts";
import { periodOf, wordsOf } from "./words.ts";

/** Rows of the open books; month and words in one cell, so that a phone shows them whole. */
export function LedgerTable({ locale, rows }: { locale: Locale; rows: readonly ShownRow[] }) {
	const t = translator(locale);
	return (
		<table className="ledger">
			<thead>
				<tr>
					<th scope="col">{t("books.number")}</th>
					<th scope="col">{t("plot.what")}</th>
					<th scope="col">{t("books.amount")}</th>
					<th scope="col">{t("books.balance")}</th>
				</tr>
			</thead>
			<tbody>
				{rows.map((row) => (
					<tr key={row.seq} id={`row-${row.seq}`}>
						<td>{row.seq}</td>
						<td>
							{row.sample && `${t("books.row-sample")}: `}
							{t(wordsOf(row))}
							<span className="ledger-when">
								{periodOf(row, locale)}
								{row.reverses !== "" && `, ${t("books.reverses", { n: row.reverses })}`}
							</span>
						</td>
						<td>{formatAmount(row.amount, row.currency, locale)}</td>
						<td>{formatAmount(row.balanceMinor, row.currency, locale)}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
