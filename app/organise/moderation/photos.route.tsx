import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { photosOf } from "#app/pickets/after/decide-report.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { PhotoList } from "./photo-list.tsx";
import { takeDownPhoto } from "./photos.server.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const fields = await readForm(request);
	const [photo, item] = [text(fields, "photo"), text(fields, "item")];
	if (!isId(photo) || !(await takeDownPhoto(context.app, campaign.id, organiser.id, photo))) throw refuse(404);
	const home = `/organise/campaigns/${campaign.slug}` as const;
	throw seeOther(isId(item) ? `${home}/queue/${item}` : `${home}/photos`);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const photos = await photosOf(context.app.db, campaign.id);
	return { desk: deskOf(context, params, request), slug: campaign.slug, photos };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.photos.title")) : [];

/** Photos that have been let through, for who has to take one away: a request of somebody on it comes first. */
export default function PhotosRoute() {
	const { desk, slug, photos } = useLoaderData<typeof loader>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.photos.title")}>
			<p>{t(photos.length > 0 ? "organise.photos.text" : "organise.photos.none")}</p>
			<PhotoList t={t} slug={slug} photos={photos} />
			<p>
				<a href={`/organise/campaigns/${slug}/queue`}>{t("organise.queue.back")}</a>
			</p>
		</DeskShell>
	);
}
