import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { refuse } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { readHandins } from "./hand-in.server.ts";
import { HandinPage } from "./hand-in-page.tsx";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const petition = params.petition ?? "";
	const read = await readHandins(app.db, app.keys, organiser.id, { campaign, petition });
	if (!read) throw refuse(404);
	return {
		desk: deskOf(context, params, request),
		page: {
			...read,
			campaign: campaign.slug,
			petition,
			mayAsk: campaign.roles.has("administrator"),
			sealed: app.settings.COMMITTEE_KEY !== undefined,
		},
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.handin.title")) : [];

/** Who would receive whose names, the lists that two organisers froze, and their files. */
export default function HandinRoute() {
	const { desk, page } = useLoaderData<typeof loader>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={`${t("organise.handin.title")}: ${page.petition}`}>
			<HandinPage locale={desk.locale} {...page} />
			{page.mayAsk && (
				<p>
					<a href={`/organise/campaigns/${page.campaign}/petitions/${page.petition}/closing`}>
						{t("organise.closing.link")}
					</a>
				</p>
			)}
		</DeskShell>
	);
}
