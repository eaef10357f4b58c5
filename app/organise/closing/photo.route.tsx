import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { photoOf } from "#app/petitions/closing/photo.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { PhotoFigure } from "#app/ui/photo-figure.tsx";
import { refuse, seeOther } from "#app/web/page.ts";
import { readPhoto } from "#app/web/photos/read-photo.server.ts";
import { readPhotoForm } from "#app/web/photos/read-photo-form.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { showPhoto, takePhotoAway } from "./act.server.ts";
import { parsePhoto } from "./parse-photo.ts";
import { PhotoForm } from "./photo-form.tsx";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const of = { petition: params.petition ?? "", campaignId: campaign.id };
	const home = seeOther(`/organise/campaigns/${campaign.slug}/petitions/${of.petition}/closing/photo`);
	const { fields, file } = await readPhotoForm(request);
	if (fields.has("remove")) {
		await takePhotoAway(app, of, organiser.id);
		app.pagesChanged("at once");
		throw home;
	}
	const { values, errors } = parsePhoto(fields);
	const photo = await readPhoto(file);
	if ("refused" in photo) errors.photo = `picket.photo.refused.${photo.refused}`;
	if ("refused" in photo || Object.keys(errors).length > 0) return data({ values, errors }, 422);
	if (!(await showPhoto(app, of, { photo, alternatives: values.alternatives, by: organiser.id }))) throw refuse(404);
	// The one that it replaced may have had to go.
	app.pagesChanged("at once");
	throw home;
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const petition = params.petition ?? "";
	const found = await photoOf(context.app.db, { petition, campaignId: campaign.id });
	if (!found) throw refuse(404);
	return { desk: deskOf(context, params, request), petition, ...found };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.closing.photo")) : [];

/** The one photo of a hand-in: seen before it is sent by whoever sends it, replaced, taken away. */
export default function ClosingPhotoRoute() {
	const { desk, petition, handedIn, photo } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	const alternative = photo?.alternatives.find(({ locale }) => locale === desk.locale)?.alternative ?? "";
	return (
		<DeskShell desk={desk} title={`${t("organise.closing.photo")}: ${petition}`}>
			{!handedIn && <p className="notice">{t("organise.closing.photo.not-yet")}</p>}
			{photo && (
				<>
					<PhotoFigure
						photo={{ ...photo, alternative }}
						src={`/petitions/${petition}/photos/${photo.digest}.webp`}
						words={{ lang: desk.locale, dir: undefined }}
					/>
					<form method="post" encType="multipart/form-data">
						<button type="submit" name="remove" value="on" className="quiet">
							{t("organise.closing.photo.remove")}
						</button>
					</form>
				</>
			)}
			{handedIn && (
				<>
					<p>{t("organise.closing.photo.text")}</p>
					<p className="notice">{t("organise.closing.photo.eye")}</p>
					<PhotoForm t={t} values={posted?.values} errors={posted?.errors ?? {}} />
				</>
			)}
		</DeskShell>
	);
}
