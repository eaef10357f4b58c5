import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { Field, Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { isId } from "#app/web/is-id.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { readPhoto } from "#app/web/photos/read-photo.server.ts";
import { readPhotoForm } from "#app/web/photos/read-photo-form.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { campaignOf } from "../../signed-in.ts";
import { actOnAid } from "./act-aid.server.ts";
import { readAid } from "./read-aid.server.ts";
import { whoOf } from "./who.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	if (!isId(params.request)) throw refuse(404);
	const photo = await readPhoto((await readPhotoForm(request)).file);
	if ("refused" in photo) return data({ refused: photo.refused, no: null }, 422);
	const desk = { campaign, who: whoOf(organiser, campaign), origin: siteOrigin(app.settings, request.url) };
	const changed = await actOnAid(app, desk, params.request, { step: "receipt", file: photo.bytes });
	if ("unknown" in changed) throw refuse(404);
	if ("refused" in changed) return data({ refused: null, no: changed.refused }, 409);
	throw seeOther(`/organise/campaigns/${campaign.slug}/fund/aid/${params.request}`);
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const who = whoOf(organiser, campaign);
	const aid = isId(params.request) ? await readAid(app, campaign.id, params.request, who, organiser.locale) : undefined;
	if (!aid) throw refuse(404);
	return {
		desk: deskOf(context, params, request),
		here: `/organise/campaigns/${campaign.slug}/fund/aid/${aid.id}`,
		may: aid.may.includes("receipt"),
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.aid.step.receipt") : "Yntymaq");

/** A receipt, as a picture: what a telephone writes into one goes, and what is left is sealed. */
export default function ReceiptRoute() {
	const { desk, here, may } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	const error = posted?.refused ? t(`picket.photo.refused.${posted.refused}`) : undefined;
	return (
		<DeskShell desk={desk} title={t("organise.aid.step.receipt")}>
			{posted?.no && <Notice>{t(`organise.aid.no.${posted.no}`)}</Notice>}
			<p className="back">
				<a href={here}>{t("organise.aid.request")}</a>
			</p>
			<p>{t("organise.aid.receipt.about")}</p>
			{may ? (
				<form method="post" encType="multipart/form-data">
					<Field name="photo" label={t("organise.aid.receipt.file")} hint={t("picket.photo.file.hint")} error={error}>
						{(attributes) => <input {...attributes} type="file" accept="image/jpeg,image/png,image/webp" required />}
					</Field>
					<button type="submit">{t("organise.aid.receipt.send")}</button>
				</form>
			) : (
				<p className="notice">{t("organise.aid.no.state")}</p>
			)}
		</DeskShell>
	);
}
