/** One line of an opening checklist. */
export interface ChecklistItem {
	/** What has to be there; `opening.{thing}.{item}` of the language files says it in words. */
	item: string;
	/** The language that it is asked in, where each has its own. */
	locale?: string;
	done: boolean;
}

/** A form opens when its checklist has lines and each is done. */
export function isComplete(items: readonly ChecklistItem[]): boolean {
	return items.length > 0 && items.every(({ done }) => done);
}

/**
 * The lines that ask the same in each language: done where there is more than space.
 * @param names the columns, in the order of the lines
 */
export function inEachLanguage<Name extends string>(
	editions: readonly (Record<Name, string> & { locale: string })[],
	names: readonly Name[],
): ChecklistItem[] {
	return names.flatMap((item) =>
		editions.map((edition) => ({ item, locale: edition.locale, done: edition[item].trim() !== "" })),
	);
}

/** What is missing, as the operator's tool prints it: `sponsor (ru)`. */
export function missingOf(items: readonly ChecklistItem[]): string[] {
	return items.filter(({ done }) => !done).map(({ item, locale }) => (locale ? `${item} (${locale})` : item));
}
