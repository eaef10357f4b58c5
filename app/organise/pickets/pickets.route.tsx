import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { picketsOfCampaign } from "#app/pickets/hosting/of-campaign.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { actOnPicket, intents } from "./act.server.ts";
import { PicketList } from "./picket-list.tsx";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const fields = await readForm(request);
	const picketId = text(fields, "picket");
	const intent = intents.find((name) => name === text(fields, "intent"));
	if (!intent || !isId(picketId)) throw refuse(404);
	if (!(await actOnPicket(context.app, campaign.id, organiser.id, { picketId, intent }))) throw refuse(409);
	throw seeOther(`/organise/campaigns/${campaign.slug}/pickets`);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const [, page = "1"] = /^([1-9]\d{0,3})$/.exec(new URL(request.url).searchParams.get("page") ?? "") ?? [];
	const { pickets, more } = await picketsOfCampaign(context.app.db, context.app.keys, campaign.id, Number(page));
	return { desk: deskOf(context, params, request), pickets, next: more ? Number(page) + 1 : null };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.pickets.title")) : [];

/** A campaign's pickets as moderators need them: where each stands, how many come, and what can be done at once. */
export default function PicketsRoute() {
	const { desk, pickets, next } = useLoaderData<typeof loader>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.pickets.title")}>
			<p>{t(pickets.length > 0 ? "organise.pickets.text" : "organise.pickets.none")}</p>
			<PicketList t={t} locale={desk.locale} pickets={pickets} />
			{next && (
				<p>
					<a href={`?page=${next}`}>{t("organise.pickets.more")}</a>
				</p>
			)}
		</DeskShell>
	);
}
