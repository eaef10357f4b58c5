import type { LoaderFunctionArgs } from "@remix-run/node";
import { isId } from "#app/web/is-id.ts";
import { refuse } from "#app/web/page.ts";
import { photoAnswer } from "#app/web/photos/photo-answer.ts";
import { photoBytes } from "./photo-bytes.server.ts";
import { reportingHost } from "./reporting-host.server.ts";

/** A host's own photo as it is kept, read by a moderator or not. */
export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const host = await reportingHost(app, params.token);
	if (!host || !isId(params.photo)) throw refuse(404);
	const bytes = await photoBytes(app.db, params.photo, { picketId: host.picket.id });
	if (!bytes) throw refuse(404);
	return photoAnswer(bytes);
}
