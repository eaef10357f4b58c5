import type { LoaderFunctionArgs } from "@remix-run/node";
import { refuse, slugOf } from "#app/web/page.ts";
import { countOf } from "./count.server.ts";

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const count = await countOf(app.db, slugOf(params));
	if (!count) throw refuse(404);
	return Response.json(count);
}
