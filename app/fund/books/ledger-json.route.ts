import type { LoaderFunctionArgs } from "@remix-run/node";
import { refuse, slugOf } from "#app/web/page.ts";
import { ledgerJson } from "./file.server.ts";

/** `/fund/{slug}/ledger.json`. */
export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const file = await ledgerJson(app.db, slugOf(params));
	if (!file) throw refuse(404);
	return file;
}
