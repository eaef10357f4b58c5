/** The site's own pages, `/{l}/{name}`, in the order of the footer. `page.{name}` of the language files names them. */
export const sitePages = [
	"about",
	"privacy",
	"safety",
	"families",
	"contact",
	"genuine",
	"report",
	"press",
	"terms",
	"accessibility",
] as const;
export type SitePage = (typeof sitePages)[number];
