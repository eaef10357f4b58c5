import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { download, streamOfBytes } from "#app/web/download.ts";
import { isId } from "#app/web/is-id.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { campaignOf } from "../../signed-in.ts";
import { lookAtReceipt } from "./act-aid.server.ts";
import { whoOf } from "./who.ts";

/** A receipt as it is kept; that somebody opened it stands in the audit log. */
export async function action({ params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	if (!isId(params.request)) throw refuse(404);
	const file = await lookAtReceipt(context.app, { campaign, who: whoOf(organiser, campaign) }, params.request);
	if (!file) throw refuse(404);
	return download("receipt.webp", "image/webp", streamOfBytes(once(file)));
}

async function* once(file: Buffer): AsyncGenerator<Buffer> {
	yield file;
}

export function loader({ params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	return seeOther(`/organise/campaigns/${campaign.slug}/fund/aid/${params.request}`);
}
