import type { LoaderFunctionArgs } from "@remix-run/node";
import { isId } from "#app/web/is-id.ts";
import { refuse, slugOf } from "#app/web/page.ts";
import { photoAnswer } from "#app/web/photos/photo-answer.ts";
import { photoBytes } from "./photo-bytes.server.ts";

/** A photo that everybody may see, asked of Postgres each time: what is taken down is gone with the next request. */
export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	if (!isId(params.photo)) throw refuse(404);
	const bytes = await photoBytes(app.db, params.photo, { slug: slugOf(params) });
	if (!bytes) throw refuse(404);
	return photoAnswer(bytes);
}
