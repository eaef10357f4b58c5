import type { LoaderFunctionArgs } from "@remix-run/node";
import { bestLocale } from "#app/i18n/translate.ts";
import { refuse, slugOf } from "#app/web/page.ts";
import { findPetition } from "./petition.server.ts";

/** `/petitions/{slug}`, as it stands on paper and in codes, leads to the petition in the reader's language. */
export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = bestLocale(request.headers.get("Accept-Language"));
	const petition = await findPetition(app.db, slugOf(params), locale);
	if (!petition) throw refuse(404);
	return new Response(null, { status: 302, headers: { Location: `/${locale}/petitions/${petition.slug}` } });
}
