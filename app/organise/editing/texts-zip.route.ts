import type { LoaderFunctionArgs } from "@remix-run/node";
import { zipOf } from "#app/campaigns/content/zip.server.ts";
import { readPublished } from "#app/campaigns/export.server.ts";
import { refuse } from "#app/web/page.ts";
import { campaignOf } from "../signed-in.ts";

/** What is published of a campaign, as the folder of files that an import takes. */
export async function loader({ params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const content = await readPublished(context.app.db, campaign.slug);
	if (!content) throw refuse(404);
	return new Response(zipOf(content), {
		headers: {
			"Content-Type": "application/zip",
			"Content-Disposition": `attachment; filename="${campaign.slug}.zip"`,
		},
	});
}
