import { ContentError } from "./front-matter.server.ts";
import type { Document } from "./read-campaign.server.ts";
import type { UpdateMatter } from "./schemas.ts";

/**
 * Checks the updates of a campaign together: each has a number, which is its address, no two share one, and the
 * languages agree on its date.
 * @throws ContentError naming the file
 */
export function checkUpdates(updates: readonly Document[]): void {
	const first = new Map<string, Document>();
	for (const update of updates) {
		const { path, locale, matter } = update;
		const number = /^updates\/(\d{2,4})-/.exec(path)?.[1];
		if (!number || Number(number) === 0)
			throw new ContentError(`${path}.md in ${locale}: the name of an update begins with its number, as in 01-name`);
		const other = first.get(number) ?? update;
		first.set(number, other);
		if (other.path !== path) throw new ContentError(`${path}.md in ${locale} has the number of ${other.path}.md`);
		if (dateOf(other) !== dateOf({ matter }))
			throw new ContentError(`${path}.md has other dates in ${locale} than in ${other.locale}`);
	}
}

function dateOf({ matter }: Pick<Document, "matter">): string {
	return (matter as UpdateMatter).date;
}
