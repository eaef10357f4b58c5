import { embedSnippet, frame } from "#app/ui/embed-snippet.ts";

/** An answer of type `rich` (https://oembed.com, version 1.0, §2.3.4.4). */
export interface OEmbed {
	type: "rich";
	version: "1.0";
	title: string;
	provider_name: "Yntymaq";
	provider_url: string;
	/** Seconds for which a site may keep it. */
	cache_age: number;
	html: string;
	width: number;
	height: number;
}

interface Described {
	origin: string;
	path: `/embed/${string}`;
	locale: string;
	title: string;
	/** CSS pixels, where the site that asks has less room than we would take. */
	maxWidth?: number;
	maxHeight?: number;
}

/** A day: what it says of a page is its address and its title; the number is in the frame. */
const CACHE_SECONDS = 86_400;

/** What another site needs to show a page of ours, within the room that it has (§2.2: `maxwidth`, `maxheight`). */
export function oEmbedOf({ origin, path, locale, title, maxWidth, maxHeight }: Described): OEmbed {
	const width = Math.min(maxWidth ?? frame.width, frame.width);
	const height = Math.min(maxHeight ?? frame.height, frame.height);
	return {
		type: "rich",
		version: "1.0",
		title,
		provider_name: "Yntymaq",
		provider_url: origin,
		cache_age: CACHE_SECONDS,
		html: embedSnippet({ origin, path, query: { l: locale }, title, width, height }),
		width,
		height,
	};
}
