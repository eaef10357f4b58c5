import type { LoaderFunctionArgs } from "@remix-run/node";
import { bestLocale } from "#app/i18n/translate.ts";
import { refuse, slugOf } from "#app/web/page.ts";
import { findPicket } from "../picket.server.ts";

/** `/pickets/{slug}`, as it stands on paper and in codes, leads to the picket in the reader's language. */
export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = bestLocale(request.headers.get("Accept-Language"));
	const picket = await findPicket(app.db, slugOf(params));
	if (!picket) throw refuse(404);
	return new Response(null, { status: 302, headers: { Location: `/${locale}/pickets/${picket.slug}` } });
}
