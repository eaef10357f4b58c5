import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { lookReasons } from "#app/fund/paying/desk.server.ts";
import { download, streamOfBytes } from "#app/web/download.ts";
import { readForm, text } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { campaignOf } from "../../signed-in.ts";
import { lookAtReceipt } from "./act-aid.server.ts";
import { whoOf } from "./who.ts";

/** A receipt as it is kept, to who says why; that somebody opened it stands in the audit log. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const typed = text(await readForm(request), "reason");
	const reason = lookReasons.find((one) => one === typed);
	if (!isId(params.request) || !reason) throw refuse(404);
	const desk = { campaign, who: whoOf(organiser, campaign) };
	const file = await lookAtReceipt(context.app, desk, params.request, reason);
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
