interface Embedded {
	/** Of this site: scheme, host and port. */
	origin: string;
	path: `/embed/${string}`;
	query: Readonly<Record<string, string>>;
	/** What the frame is called for who does not see it. */
	title: string;
	/** CSS pixels. */
	width?: number;
	height?: number;
}

/** How wide a frame is unless it is asked to be narrower, and how high: all that we show fits in 300 by this. */
export const frame = { width: 480, narrowest: 240, height: 340 };

/**
 * The HTML with which another site shows a page of ours. Its height is fixed: that takes no script on either side, and
 * what grows scrolls within.
 */
export function embedSnippet({ origin, path, query, title, width, height = frame.height }: Embedded): string {
	const address = `${origin}${path}?${new URLSearchParams(query)}`;
	return `<iframe src="${escaped(address)}" title="${escaped(title)}" width="${width ?? "100%"}" height="${height}" loading="lazy" referrerpolicy="no-referrer"></iframe>`;
}

function escaped(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
