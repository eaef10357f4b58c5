import type { MessageKey } from "#app/i18n/translate.ts";
import type { Phase } from "./phase.ts";

/** A link of the first screen: where to, below the site's root, and under which words. */
export interface Way {
	href: string;
	label: MessageKey;
}

/** What there is to go to. Each thing that a campaign gets later is a line here and one in `waysOf`. */
export interface Has {
	updates: boolean;
}

/**
 * What a campaign asks of its reader first. While its petition takes signatures, before the day, on it and after
 * it, that is to sign; a petition that is not open is read; a closed campaign is its timeline.
 * @param home `/{l}/campaigns/{slug}`
 * @param petition where it is, if there is one
 */
export function firstWay(home: string, phase: Phase, petition?: { href: string; open: boolean }): Way {
	if (!petition || phase === "closed") return { href: `${home}/timeline`, label: "campaign.timeline" };
	return { href: petition.href, label: petition.open ? "campaign.sign" : "campaign.read" };
}

/**
 * The one line of links under the first button: what there is, the newest first, then what happened and who died.
 * @param home `/{l}/campaigns/{slug}`
 */
export function waysOf(home: string, has: Has): Way[] {
	return [
		...(has.updates ? [{ href: `${home}/updates`, label: "campaign.updates" } as const] : []),
		{ href: `${home}/timeline`, label: "campaign.timeline" },
		{ href: `${home}/memorial`, label: "campaign.memorial" },
	];
}
