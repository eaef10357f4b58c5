import type { MessageKey } from "#app/i18n/translate.ts";
import type { Phase } from "./phase.ts";

/** A link of the first screen: where to, below the site's root, and under which words. */
export interface Way {
	href: string;
	label: MessageKey;
	/** How many there are, where the words say so. */
	count?: number;
}

/** What there is to go to. Each thing that a campaign gets later is a line here and one in `waysOf`. */
export interface Has {
	timeline: boolean;
	memorial: boolean;
	/** How many are to come. */
	pickets: number;
}

/**
 * What a campaign asks of its reader first. While its petition takes signatures, before the day, on it and after
 * it, that is to sign; a petition that is not open is read; a closed campaign is its timeline.
 * @param home `/{l}/campaigns/{slug}`
 * @param petition where it is, if there is one
 * @returns undefined where there is neither
 */
export function firstWay(
	home: string,
	phase: Phase,
	has: Pick<Has, "timeline">,
	petition?: { href: string; open: boolean },
): Way | undefined {
	if (!petition || (phase === "closed" && has.timeline))
		return has.timeline ? { href: `${home}/timeline`, label: "campaign.timeline" } : undefined;
	return { href: petition.href, label: petition.open ? "campaign.sign" : "campaign.read" };
}

/**
 * The one line of links under the first button: where to go and stand, what happened, who died. News has its own place
 * below: a phone's line holds three.
 * @param home `/{l}/campaigns/{slug}`
 */
export function waysOf(home: string, has: Has): Way[] {
	const list = `/${home.split("/")[1]}/pickets`;
	return [
		{ href: list, label: "campaign.pickets", count: has.pickets },
		...(has.timeline ? [{ href: `${home}/timeline`, label: "campaign.timeline" } as const] : []),
		...(has.memorial ? [{ href: `${home}/memorial`, label: "campaign.memorial" } as const] : []),
	];
}
