import { isLocale, type Locale } from "#app/i18n/translate.ts";
import { dueTime, readWhen } from "../editing/when.ts";

/** A plan as it was posted and read. */
export interface ReadPlan {
	audience: { locales?: Locale[]; countries?: string[]; kinds?: ("person" | "organisation")[] };
	startsAt: Date | null;
	spreadMinutes: number;
}

/** What a plan is refused for. */
export type PlanFault = "nobody" | "countries" | "spread" | "wrong" | "past" | "gap" | "overlap";

const MOST_HOURS = 168;

/**
 * Reads the form of a mailing's plan.
 * @param languages the campaign's own; all of them ticked leave nobody out
 * @param zone on whose clocks it is
 */
export function parsePlan(
	posted: URLSearchParams,
	{ languages, zone, now }: { languages: readonly Locale[]; zone: string; now: Date },
): ReadPlan | { fault: PlanFault } {
	const chosen = posted.getAll("locale").filter(isLocale);
	const kinds = (["person", "organisation"] as const).filter((kind) => posted.getAll("kind").includes(kind));
	if (chosen.length === 0 || kinds.length === 0) return { fault: "nobody" };
	const countries = (posted.get("countries") ?? "")
		.toUpperCase()
		.split(/[\s,;]+/)
		.filter(Boolean);
	if (!countries.every((code) => /^[A-Z]{2}$/.test(code))) return { fault: "countries" };
	const hours = (posted.get("spread") ?? "").trim() || "0";
	if (!/^\d{1,3}$/.test(hours) || Number(hours) > MOST_HOURS) return { fault: "spread" };
	const when = readWhen(posted);
	const due = when.at ? dueTime(when, zone) : null;
	if (due && "wrong" in due) return { fault: due.wrong };
	if (due && due.dueAt <= now) return { fault: "past" };
	const all = languages.every((locale) => chosen.includes(locale));
	return {
		audience: {
			...(!all && { locales: chosen }),
			...(countries.length > 0 && { countries: [...new Set(countries)].sort() }),
			...(kinds.length < 2 && { kinds }),
		},
		startsAt: due?.dueAt ?? null,
		spreadMinutes: Number(hours) * 60,
	};
}
