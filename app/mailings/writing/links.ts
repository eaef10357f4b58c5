import { mergeTokens, tokenFor } from "#emails/templates/merge.ts";

const own: ReadonlySet<string> = new Set(mergeTokens.map(tokenFor));

/** The addresses that a drawn mail links to, each once; readers' own links are none of them. */
export function linksIn(html: string): string[] {
	const all = [...html.matchAll(/ href="([^"]*)"/g)].map(([, href = ""]) => href.replaceAll("&amp;", "&"));
	return [...new Set(all.filter((href) => !own.has(href)))];
}

/** A whole address of the web; undefined for what is none. */
export function addressOf(link: string): URL | undefined {
	return /^https?:/i.test(link) && URL.canParse(link) ? new URL(link) : undefined;
}

/** The path of an address without a closing slash. */
export function pathOf({ pathname }: URL): string {
	return pathname.replace(/(?<=.)\/$/, "");
}

/** Of these addresses the paths within a site, each once. */
export function pathsWithin(origin: string, links: readonly string[]): string[] {
	const within = links.map(addressOf).filter((url) => url?.origin === origin);
	return [...new Set(within.flatMap((url) => (url ? [pathOf(url)] : [])))];
}

/** Whether an address has a reader's own link inside, which would give it to whoever answers there. */
export function holdsToken(link: string): boolean {
	return /\{\{|%7b%7b/i.test(link);
}
