/** A version, as far as it matters whether a translation follows it. */
export interface VersionMark {
	id: number;
	number: number;
	/** Equal for equal contents. */
	digest: string;
}

/** How a document stands in one language. */
export interface Standing {
	latest: VersionMark;
	/** The version that readers see. */
	published?: VersionMark;
	/** The version in another language that the latest one says. */
	from?: VersionMark & { locale: string };
}

/**
 * The version that a translation should say by now: what readers of its source see, unless it was made from something
 * newer, such as a draft.
 */
export function sourceNow(source: Standing, from: VersionMark): VersionMark {
	const { published, latest } = source;
	return published && published.number >= from.number ? published : latest;
}

/**
 * Whether the source of a translation has changed since: what it says now is not what was translated.
 * @param standings of one document, by language
 * @returns the two versions of the source, or undefined for what is up to date or no translation
 */
export function staleSince(
	standings: ReadonlyMap<string, Standing>,
	locale: string,
): { locale: string; before: VersionMark; now: VersionMark } | undefined {
	const from = standings.get(locale)?.from;
	const source = from && standings.get(from.locale);
	if (!source) return undefined;
	const now = sourceNow(source, from);
	return now.digest === from.digest ? undefined : { locale: from.locale, before: from, now };
}
