import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { timelineWithHidden, updatesWithHidden } from "#app/campaigns/hidden.server.ts";
import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { showEntry, showUpdate } from "./shown.server.ts";
import { ShownList } from "./shown-list.tsx";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const fields = await readForm(request);
	const intent = text(fields, "intent");
	const show = intent === "show";
	if (!show && intent !== "hide") throw refuse(404);
	const entry = text(fields, "entry");
	const [, number] = /^([1-9]\d{0,3})$/.exec(text(fields, "update")) ?? [];
	const at = [context.app, campaign.id, organiser.id] as const;
	const found =
		(number && (await showUpdate(...at, Number(number), show))) || (entry && (await showEntry(...at, entry, show)));
	if (!found) throw refuse(404);
	throw seeOther(`/organise/campaigns/${campaign.slug}/shown`);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db } = context.app;
	const [updates, entries] = await Promise.all([
		updatesWithHidden(db, campaign.id, organiser.locale),
		timelineWithHidden(db, campaign.id, organiser.locale),
	]);
	return { desk: deskOf(context, params, request), slug: campaign.slug, updates, entries };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.shown.title")) : [];

/** What the campaign shows that a moderator can take away at once, and show again. */
export default function ShownRoute() {
	const { desk, slug, updates, entries } = useLoaderData<typeof loader>();
	const { locale } = desk;
	const t = translator(locale);
	const home = `/${locale}/campaigns/${slug}`;
	return (
		<DeskShell desk={desk} title={t("organise.shown.title")}>
			<p>{t("organise.shown.text")}</p>
			<ShownList
				t={t}
				field="update"
				things={updates.map(({ number, date, ...rest }) => ({
					...{ ...rest, value: String(number), when: formatDay(date, locale) },
					href: `${home}/updates/${number}`,
				}))}
			/>
			<ShownList
				t={t}
				field="entry"
				things={entries.map(({ name, ...rest }) => ({ ...rest, value: name, href: `${home}/timeline` }))}
			/>
			<p>
				<a href={`/organise/campaigns/${slug}/pickets`}>{t("organise.pickets.title")}</a>
			</p>
			<p>
				<a href={`/organise/campaigns/${slug}/names`}>{t("organise.names.title")}</a>
			</p>
			<p>
				<a href={`/organise/campaigns/${slug}/lines`}>{t("organise.lines.title")}</a>
			</p>
			<p>
				<a href={`/organise/campaigns/${slug}/photos`}>{t("organise.photos.title")}</a>
			</p>
			<p>
				<a href={`/organise/campaigns/${slug}/queue`}>{t("organise.queue.back")}</a>
			</p>
		</DeskShell>
	);
}
