import type { LoaderFunctionArgs } from "@remix-run/node";
import { refuse, slugOf } from "#app/web/page.ts";
import { hoursOf } from "./history.server.ts";
import { historyCsv, mergeSmallHours } from "./history.ts";

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const hours = await hoursOf(app.db, slugOf(params));
	if (!hours) throw refuse(404);
	return new Response(historyCsv(mergeSmallHours(hours)), { headers: { "Content-Type": "text/csv; charset=utf-8" } });
}
