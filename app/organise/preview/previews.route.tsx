import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { formatMoment } from "#app/i18n/format.ts";
import { locales, translator } from "#app/i18n/translate.ts";
import { Choice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { petitionsOf } from "../desk/figures.server.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { isPreviewPage, listPreviews, makePreview, takeBackPreview } from "./previews.server.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db, settings } = context.app;
	const fields = await readForm(request);
	if (text(fields, "intent") === "take back") {
		if (!(await takeBackPreview(db, organiser.id, campaign, text(fields, "preview")))) throw refuse(404);
		throw seeOther(`/organise/campaigns/${campaign.slug}/previews`);
	}
	const [page, petition] = text(fields, "page").split(" ");
	if (!isPreviewPage(page)) return data({ links: [] }, 422);
	const token = await makePreview(db, organiser.id, { campaign, page, petition });
	if (!token) throw refuse(404);
	const origin = siteOrigin(settings, request.url);
	return data({ links: locales.map((locale) => `${origin}/${locale}/preview/${token}`) });
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db } = context.app;
	const [previews, petitions] = await Promise.all([
		listPreviews(db, campaign.id),
		petitionsOf(db, campaign.id, organiser.locale),
	]);
	return {
		desk: deskOf(context, params, request),
		previews,
		petitions: petitions.map(({ slug, title }) => ({ slug, title })),
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.previews.title") : "Yntymaq");

/** Links that show a page to people without an account before it is open. */
export default function PreviewsRoute() {
	const { desk, previews, petitions } = useLoaderData<typeof loader>();
	const made = useActionData<typeof action>();
	const t = translator(desk.locale);
	const choices = [
		{ value: "campaign", label: t("organise.previews.campaign") },
		...petitions.map(({ slug, title }) => ({
			value: `petition ${slug}`,
			label: `${t("organise.opening.petition")}: ${title}`,
		})),
		{ value: "fund", label: t("organise.opening.fund") },
		{ value: "pickets", label: t("organise.previews.pickets") },
	];
	return (
		<DeskShell desk={desk} title={t("organise.previews.title")}>
			<p>{t("organise.previews.about")}</p>
			{made && made.links.length > 0 && (
				<section className="notice" aria-labelledby="made">
					<h2 id="made">{t("organise.previews.made")}</h2>
					{made.links.map((link) => (
						<p key={link} className="copy">
							{link}
						</p>
					))}
				</section>
			)}
			<form method="post">
				<fieldset>
					<legend>{t("organise.previews.of")}</legend>
					{choices.map(({ value, label }, index) => (
						<Choice
							key={value}
							type="radio"
							name="page"
							value={value}
							id={`page-${index}`}
							label={label}
							checked={index === 0}
						/>
					))}
				</fieldset>
				<button type="submit">{t("organise.previews.make")}</button>
			</form>
			{previews.length > 0 && (
				<section aria-labelledby="standing">
					<h2 id="standing">{t("organise.previews.standing")}</h2>
					{previews.map(({ id, page, petition, expiresAt }) => {
						const value = petition ? `${page} ${petition}` : page;
						const what = choices.find((choice) => choice.value === value)?.label ?? page;
						return (
							<form key={id} method="post">
								<p id={`preview-${id}`}>
									{t("organise.previews.until", { what, at: formatMoment(new Date(expiresAt), desk.locale) })}
								</p>
								<input type="hidden" name="intent" value="take back" />
								<input type="hidden" name="preview" value={id} />
								<button type="submit" aria-describedby={`preview-${id}`}>
									{t("organise.previews.take-back")}
								</button>
							</form>
						);
					})}
				</section>
			)}
		</DeskShell>
	);
}
