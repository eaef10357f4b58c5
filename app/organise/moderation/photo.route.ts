import type { LoaderFunctionArgs } from "@remix-run/node";
import { photoBytes } from "#app/pickets/after/photo-bytes.server.ts";
import { isId } from "#app/web/is-id.ts";
import { refuse } from "#app/web/page.ts";
import { photoAnswer } from "#app/web/photos/photo-answer.ts";
import { campaignOf } from "../signed-in.ts";

/** A photo of the campaign's pickets as it would be shown, for who reads it. */
export async function loader({ params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	if (!isId(params.photo)) throw refuse(404);
	const bytes = await photoBytes(context.app.db, params.photo, { campaignId: campaign.id });
	if (!bytes) throw refuse(404);
	return photoAnswer(bytes);
}
