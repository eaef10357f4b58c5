import type { LoaderFunctionArgs } from "@remix-run/node";
import { fallbackLocale, isLocale } from "#app/i18n/translate.ts";
import { refuse, slugOf } from "#app/web/page.ts";
import { findPetition } from "../petition.server.ts";
import { badgeSvg } from "./badge.ts";

/** `/petitions/{slug}/badge.svg`: the count as a picture, in the language `l`. */
export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const asked = new URL(request.url).searchParams.get("l") ?? "";
	const locale = isLocale(asked) ? asked : fallbackLocale;
	const petition = await findPetition(app.db, slugOf(params), locale);
	if (!petition) throw refuse(404);
	return new Response(badgeSvg(locale, petition.count).text, { headers: { "Content-Type": "image/svg+xml" } });
}
