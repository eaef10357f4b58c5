import type { LoaderFunctionArgs } from "@remix-run/node";
import { bestLocale } from "#app/i18n/translate.ts";
import { refuse } from "#app/web/page.ts";
import { codeOf } from "./code.ts";
import { findCode } from "./find-code.server.ts";

/**
 * `/q/{code}`, as it stands on paper, leads to the form in the reader's language. Nothing is written: who came by it is
 * counted when they have confirmed (decision 11).
 */
export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const code = codeOf(params);
	const found = await findCode(app.db, code, bestLocale(request.headers.get("Accept-Language")));
	if (!found) throw refuse(404);
	const location = `/${found.locale}/petitions/${found.slug}?source=${code}#sign`;
	return new Response(null, { status: 302, headers: { Location: location } });
}
