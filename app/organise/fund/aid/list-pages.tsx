import type { Translate } from "#app/i18n/translate.ts";

interface ListPagesProps {
	t: Translate;
	/** The address of the list. */
	here: string;
	/** From 1. */
	page: number;
	/** Whether there is a further one. */
	more: boolean;
}

/** To the pages of a list before and after; nothing where one page holds it all. */
export function ListPages({ t, here, page, more }: ListPagesProps) {
	if (page === 1 && !more) return null;
	return (
		<nav aria-label={t("organise.aid.pages")}>
			{page > 1 && <a href={`${here}?page=${page - 1}`}>{t("organise.aid.pages.back")}</a>}{" "}
			{more && <a href={`${here}?page=${page + 1}`}>{t("organise.aid.pages.further")}</a>}
		</nav>
	);
}
