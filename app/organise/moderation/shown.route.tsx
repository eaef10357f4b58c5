import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { updatesWithHidden } from "#app/campaigns/hidden.server.ts";
import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { showUpdate } from "./shown.server.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const fields = await readForm(request);
	const intent = text(fields, "intent");
	const [, number] = /^([1-9]\d{0,3})$/.exec(text(fields, "update")) ?? [];
	if (!number || (intent !== "show" && intent !== "hide")) throw refuse(404);
	const found = await showUpdate(context.app, campaign.id, organiser.id, Number(number), intent === "show");
	if (!found) throw refuse(404);
	throw seeOther(`/organise/campaigns/${campaign.slug}/shown`);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const updates = await updatesWithHidden(context.app.db, campaign.id, organiser.locale);
	return { desk: deskOf(context, params, request), slug: campaign.slug, updates };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.shown.title")) : [];

/** What the campaign shows that a moderator can take away at once, and show again. */
export default function ShownRoute() {
	const { desk, slug, updates } = useLoaderData<typeof loader>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.shown.title")}>
			<p>{t("organise.shown.text")}</p>
			<ul className="queue">
				{updates.map(({ number, title, date, hidden }) => (
					<li key={number}>
						<p>
							<a href={`/${desk.locale}/campaigns/${slug}/updates/${number}`}>{title}</a> ·{" "}
							{formatDay(date, desk.locale)}
						</p>
						{hidden && <p className="error">{t("organise.shown.hidden")}</p>}
						<form method="post">
							<input type="hidden" name="update" value={number} />
							<button type="submit" name="intent" value={hidden ? "show" : "hide"} className="quiet">
								{t(hidden ? "organise.shown.show" : "organise.shown.hide", { number })}
							</button>
						</form>
					</li>
				))}
			</ul>
			<p>
				<a href={`/organise/campaigns/${slug}/queue`}>{t("organise.queue.back")}</a>
			</p>
		</DeskShell>
	);
}
