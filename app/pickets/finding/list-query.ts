/** What of the list a reader asked for. Everything absent is everything. */
export interface ListQuery {
	/** A city of the table, by its number: what is near it. */
	near?: number;
	/** What was typed for it, while it is no number. */
	typed?: string;
	/** A city of the table: what is in it. */
	city?: number;
	/** ISO 3166-1 alpha-2. */
	country?: string;
	/** Of the host's words. */
	language?: string;
	/** Days in each picket's own zone, `YYYY-MM-DD`, both included. */
	from?: string;
	to?: string;
	/** From 1. */
	page: number;
}

/** Reads a query; a value that cannot be one is as good as none. Kept pages get what `web/declared-query.ts` lets through. */
export function readListQuery(asked: URLSearchParams): ListQuery {
	const read = (name: string, pattern: RegExp) => {
		const value = asked.get(name)?.trim() ?? "";
		return pattern.test(value) ? value : undefined;
	};
	const near = read("near", /^.{1,60}$/u);
	const isNumber = /^\d{1,8}$/.test(near ?? "");
	const city = read("city", /^\d{1,8}$/);
	return {
		...(near && (isNumber ? { near: Number(near) } : { typed: near })),
		...(city && { city: Number(city) }),
		country: read("country", /^[A-Z]{2}$/),
		language: read("language", /^[a-z]{2,3}$/),
		...dayOf("from", asked.get("from")),
		...dayOf("to", asked.get("to")),
		page: Number(read("page", /^[1-9]\d{0,2}$/) ?? 1),
	};
}

function dayOf(name: "from" | "to", text: string | null) {
	const isDay =
		text && /^(?:20[1-9]\d|2100)-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text);
	return isDay ? { [name]: text } : {};
}

/**
 * The query of a page of the list, one for each thing that can be asked.
 * @returns empty, or from its `?` on
 */
export function listSearch({ page, typed, ...rest }: Partial<ListQuery>): string {
	const named = { ...rest, near: rest.near ?? typed, page: page && page > 1 ? page : undefined };
	const pairs = Object.entries(named)
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => [name, String(value)])
		.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
	return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : "";
}

/** Whether anything narrows the list. */
export function isNarrowed({ page, ...rest }: ListQuery): boolean {
	return Object.values(rest).some((value) => value !== undefined);
}
