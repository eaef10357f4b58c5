import type { Locale } from "#app/i18n/translate.ts";
import { type SitePage, sitePages } from "#app/ui/site-pages.ts";
import { type PageWords, readWords } from "./read-words.ts";

// Read when the program is built: nothing of it can be missing on a site that runs.
const files = import.meta.glob<string>("./words/*/*.md", { query: "?raw", import: "default", eager: true });

/** Whether an address after the language is one of the site's own pages. */
export function isSitePage(name: string | undefined): name is SitePage {
	return sitePages.some((page) => page === name);
}

/**
 * The words of a page as they were written, with the places of the settings still open.
 * @throws when the page has no file in that language, or the file has no title and description
 */
export function wordsOf(locale: Locale, page: SitePage): PageWords {
	return readWords(files[`./words/${locale}/${page}.md`] ?? "");
}
