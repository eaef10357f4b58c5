import type { LoaderFunctionArgs } from "@remix-run/node";
import { siteOrigin } from "#app/web/links.ts";
import { elsewhere, localeOf, refuse, slugOf } from "#app/web/page.ts";
import { findPetition } from "../petition.server.ts";
import { docxOf, docxType } from "./docx.server.ts";
import { motionOf } from "./motion.server.ts";

/** The model motion as a document to change and print. */
export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const petition = await findPetition(app.db, slugOf(params), locale);
	if (!petition) throw refuse(404);
	if (petition.spoken !== locale) throw elsewhere(request, petition.spoken);
	const file = docxOf(motionOf(petition, locale, siteOrigin(app.settings, request.url)), locale);
	return new Response(file, {
		headers: {
			"Content-Type": docxType,
			"Content-Disposition": `attachment; filename="motion-${locale}.docx"`,
		},
	});
}
