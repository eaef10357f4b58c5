import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { isFormat } from "#app/petitions/handing-in/files.server.ts";
import { download } from "#app/web/download.ts";
import { readForm, text } from "#app/web/form.ts";
import { serialOf } from "#app/web/is-id.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { campaignOf } from "../signed-in.ts";
import { openFile } from "./hand-in.server.ts";

/** A file of a frozen list, for the two who agreed to it. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const fields = await readForm(request);
	const [number, place] = [serialOf(text(fields, "list")), serialOf(text(fields, "place"))];
	const format = text(fields, "format");
	if (number === undefined || place === undefined || !(format === "zip" || isFormat(format))) throw refuse(404);
	const at = { campaign, petition: params.petition ?? "" };
	const file = await openFile(context.app, organiser.id, at, {
		number,
		place,
		format,
		locale: text(fields, "language"),
	});
	if (!file) throw refuse(404);
	return download(file.name, file.type, file.stream);
}

export function loader({ params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	return seeOther(`/organise/campaigns/${campaign.slug}/petitions/${params.petition}/hand-in`);
}
