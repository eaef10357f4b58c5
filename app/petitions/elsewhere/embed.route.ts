import type { LoaderFunctionArgs } from "@remix-run/node";
import { createElement } from "react";
import { fallbackLocale, isLocale } from "#app/i18n/translate.ts";
import { htmlAnswer } from "#app/web/html-answer.server.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, slugOf } from "#app/web/page.ts";
import { findPetition } from "../petition.server.ts";
import { isCode } from "./code.ts";
import { EmbedPage } from "./embed-page.tsx";

/** `/embed/petitions/{slug}`: a petition for a frame on another site, in the language `l`; `source` is the partner's code. */
export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const asked = new URL(request.url).searchParams;
	const language = asked.get("l") ?? "";
	const source = asked.get("source") ?? "";
	const petition = await findPetition(app.db, slugOf(params), isLocale(language) ? language : fallbackLocale);
	if (!petition) throw refuse(404);
	const { demonstration } = app.settings;
	const origin = siteOrigin(app.settings, request.url);
	return htmlAnswer(
		createElement(EmbedPage, { petition, origin, source: isCode(source) ? source : "", demonstration }),
	);
}
