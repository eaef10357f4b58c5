/** What the head of a page tells those who list pages or show links. */
export interface PageHead {
	title: string;
	description: string | undefined;
	noindex: boolean;
	/** Addresses as they are written. */
	canonical: string[];
	/** By language. */
	alternates: Record<string, string>;
	/** Open Graph, by property; of several the last. */
	og: Record<string, string>;
	twitterCard: string | undefined;
	/** Structured data, as it is written. */
	data: string[];
}

/** Reads it out of a page of ours, whose HTML React has written. */
export function headOf(html: string): PageHead {
	const tags = [...html.matchAll(/<(?:meta|link) [^>]*>/g)].map(([tag]) => attributesOf(tag));
	const links = (rel: string) => tags.filter((tag) => tag.rel === rel);
	const named = (name: string) => tags.find((tag) => tag.name === name)?.content;
	return {
		title: unescaped(/<title>([^<]*)/.exec(html)?.[1] ?? ""),
		description: named("description"),
		noindex: named("robots") === "noindex",
		canonical: links("canonical").map(({ href = "" }) => href),
		alternates: Object.fromEntries(
			links("alternate").flatMap(({ hreflang, href = "" }) => (hreflang ? [[hreflang, href]] : [])),
		),
		og: Object.fromEntries(
			tags.flatMap(({ property, content = "" }) => (property?.startsWith("og:") ? [[property, content]] : [])),
		),
		twitterCard: named("twitter:card"),
		data: [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(([, text = ""]) => text),
	};
}

function attributesOf(tag: string): Record<string, string | undefined> {
	const pairs = [...tag.matchAll(/([\w:-]+)="([^"]*)"/g)];
	return Object.fromEntries(pairs.map(([, name = "", value = ""]) => [name.toLowerCase(), unescaped(value)]));
}

const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'" };

const unescaped = (text: string) => text.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => entities[entity] ?? entity);
