import { type Locale, translator } from "#app/i18n/translate.ts";

interface PagesNavProps {
	locale: Locale;
	/** The list's address. */
	href: string;
	page: number;
	/** Whether another page follows. */
	more: boolean;
}

/** The ways to the page before and the next one of a long list; nothing where there is one page only. */
export function PagesNav({ locale, href, page, more }: PagesNavProps) {
	const t = translator(locale);
	if (page === 1 && !more) return null;
	const at = (number: number) => (number === 1 ? href : `${href}?page=${number}`);
	return (
		<nav aria-label={t("names.pages")}>
			<ul className="ways">
				{page > 1 && (
					<li>
						<a href={at(page - 1)}>{t("names.previous")}</a>
					</li>
				)}
				{more && (
					<li>
						<a href={at(page + 1)}>{t("names.next")}</a>
					</li>
				)}
			</ul>
		</nav>
	);
}
