import { type Locale, translator } from "#app/i18n/translate.ts";
import type { Numbers } from "./numbers.ts";
import { type AsOf, BookNumbers } from "./numbers-part.tsx";

interface FundNumbersProps {
	locale: Locale;
	slug: string;
	numbers: readonly Numbers[];
	asOf: AsOf;
	sample: boolean;
}

/** The numbers on a fund's own page, with the way to its books. */
export function FundNumbersPart({ locale, slug, numbers, asOf, sample }: FundNumbersProps) {
	const t = translator(locale);
	return (
		<section aria-labelledby="numbers">
			<h2 id="numbers">{t("books.numbers")}</h2>
			{sample && numbers.length > 0 && <p className="notice">{t("books.sample")}</p>}
			<BookNumbers locale={locale} numbers={numbers} asOf={asOf} />
			<ul className="ways">
				<li>
					<a href={`/${locale}/fund/${slug}/ledger`}>{t("books.link")}</a>
				</li>
			</ul>
		</section>
	);
}
