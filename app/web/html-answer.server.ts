import { renderToStaticMarkup } from "react-dom/server";

/** An answer with a whole document of its own, outside the frame of the site's pages. */
export function htmlAnswer(document: React.ReactElement): Response {
	return new Response(`<!doctype html>${renderToStaticMarkup(document)}`, {
		headers: { "Content-Type": "text/html; charset=utf-8" },
	});
}
