import type { LoaderFunctionArgs } from "@remix-run/node";
import { refuse, slugOf } from "#app/web/page.ts";
import { photoAnswer } from "#app/web/photos/photo-answer.ts";
import { handoverPhoto } from "./photo.server.ts";

/** The photo of a hand-in, asked of Postgres each time: what is taken down is gone with the next request. */
export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const bytes = await handoverPhoto(app.db, slugOf(params), params.photo ?? "");
	if (!bytes) throw refuse(404);
	return photoAnswer(bytes);
}
