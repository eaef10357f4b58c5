import type { LoaderFunctionArgs } from "@remix-run/node";
import { createElement } from "react";
import { htmlAnswer } from "#app/web/html-answer.server.ts";
import { siteOrigin } from "#app/web/links.ts";
import { readFeedQuery } from "../feeds/feed-query.ts";
import { nextPickets } from "../finding/list-page.server.ts";
import { EmbedPage } from "./embed-page.tsx";

/** Pickets that a frame has room for. */
const MOST = 5;

/** `/embed/pickets`: the next pickets for a frame on another site, in the language `l`, of a `country` or of all. */
export async function loader({ request, context: { app } }: LoaderFunctionArgs) {
	const { locale, country } = readFeedQuery(request.url);
	const { demonstration } = app.settings;
	const pickets = await nextPickets(app.db, { country }, locale, app.now(), MOST);
	return htmlAnswer(
		createElement(EmbedPage, {
			locale,
			country,
			pickets,
			origin: siteOrigin(app.settings, request.url),
			demonstration,
		}),
	);
}
