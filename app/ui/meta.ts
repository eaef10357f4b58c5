import type { MetaDescriptor } from "@remix-run/node";

/** A page's title and, where search engines may have it, its description. */
export function pageMeta(title: string, description?: string): MetaDescriptor[] {
	return description
		? [{ title }, { name: "description", content: description }]
		: [{ title }, { name: "robots", content: "noindex" }];
}
