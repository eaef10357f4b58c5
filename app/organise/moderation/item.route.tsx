import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { DecideForm } from "./decide-form.tsx";
import { isId } from "./is-id.ts";
import { readItem } from "./item.server.ts";
import { ItemText } from "./item-text.tsx";
import { claimItem, claimNext, decideItem } from "./queue.server.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const fields = await readForm(request);
	const home = `/organise/campaigns/${campaign.slug}/queue` as const;
	if (!isId(params.item)) throw refuse(404);
	const item = { campaignId: campaign.id, id: params.item };
	const intent = text(fields, "intent");
	if (intent === "claim" || intent === "give-back") {
		const moved = await claimItem(app.db, item, organiser.id, intent);
		if (!moved) throw refuse(404);
		if ("refused" in moved) return data({ refused: moved.refused }, 409);
		throw seeOther(intent === "claim" ? `${home}/${item.id}` : home);
	}
	const answer = text(fields, "answer");
	const decided = await decideItem(app, item, organiser.id, {
		name: intent,
		revision: Number(text(fields, "revision")),
		answer: isId(answer) ? answer : null,
		origin: siteOrigin(app.settings, request.url),
	});
	if (!decided) throw refuse(404);
	if ("refused" in decided.moved) return data({ refused: decided.moved.refused }, 409);
	const next = await claimNext(app.db, campaign.id, organiser.id);
	throw seeOther(next ? `${home}/${next}` : home);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	if (!isId(params.item)) throw refuse(404);
	const read = await readItem(context.app, campaign.id, organiser, params.item);
	if (!read) throw refuse(404);
	return { desk: deskOf(context, params, request), slug: campaign.slug, read };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.queue.title")) : [];

/** One item, for one thumb: its words first, then what can be decided; after that comes the next. */
export default function ItemRoute() {
	const { desk, slug, read } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={read.state === "waiting" ? t(read.label) : t("organise.queue.decided")}>
			{posted?.refused && <Notice>{t(`organise.refused.${posted.refused}`)}</Notice>}
			{read.state === "waiting" ? (
				<>
					<ItemText t={t} item={read.item} view={read.view} />
					<DecideForm t={t} read={read} />
				</>
			) : (
				<p>{t("organise.queue.decided.text")}</p>
			)}
			<p>
				<a href={`/organise/campaigns/${slug}/queue`}>{t("organise.queue.back")}</a>
			</p>
		</DeskShell>
	);
}
