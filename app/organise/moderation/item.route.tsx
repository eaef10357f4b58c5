import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { DecideForm } from "./decide-form.tsx";
import { readItem } from "./item.server.ts";
import { ItemText } from "./item-text.tsx";
import { PhotoList } from "./photo-list.tsx";
import { claimItem, claimNext, decideItem } from "./queue.server.ts";
import { queueAddress, readingOf } from "./reading.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const fields = await readForm(request);
	const reading = readingOf(request);
	const at = (id?: string) => queueAddress(campaign.slug, reading, id);
	if (!isId(params.item)) throw refuse(404);
	const item = { campaignId: campaign.id, id: params.item };
	const intent = text(fields, "intent");
	if (intent === "claim" || intent === "give-back") {
		const moved = await claimItem(app.db, item, organiser.id, intent);
		if (!moved) throw refuse(404);
		if ("refused" in moved) return data({ refused: moved.refused }, 409);
		throw seeOther(at(intent === "claim" ? item.id : undefined));
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
	throw seeOther(at(await claimNext(app.db, campaign.id, organiser.id, reading)));
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	if (!isId(params.item)) throw refuse(404);
	const read = await readItem(context.app, campaign.id, organiser, params.item);
	if (!read) throw refuse(404);
	return { desk: deskOf(context, params, request), slug: campaign.slug, reading: readingOf(request), read };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.queue.title")) : [];

/** One item, for one thumb: its words first, then what can be decided; after that comes the next. */
export default function ItemRoute() {
	const { desk, slug, reading, read } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={read.state === "waiting" ? t(read.label) : t("organise.queue.decided")}>
			{posted?.refused && <Notice>{t(`organise.refused.${posted.refused}`)}</Notice>}
			{read.state === "waiting" ? (
				<>
					<ItemText t={t} item={read.item} view={read.view} />
					<PhotoList t={t} slug={slug} photos={read.view?.photos ?? []} item={read.item.id} />
					{read.view?.desk && (
						<p>
							<a href={`/organise/campaigns/${slug}/${read.view.desk}`}>{t("organise.queue.desk")}</a>
						</p>
					)}
					<DecideForm t={t} read={read} />
				</>
			) : (
				<p>{t("organise.queue.decided.text")}</p>
			)}
			<p>
				<a href={queueAddress(slug, reading)}>{t("organise.queue.back")}</a> ·{" "}
				<a href={`/organise/campaigns/${slug}/shown`}>{t("organise.shown.title")}</a>
			</p>
		</DeskShell>
	);
}
