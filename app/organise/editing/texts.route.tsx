import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { isLocale, locales, translator } from "#app/i18n/translate.ts";
import { Choice, Field, Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { editorAddress } from "./address.ts";
import { addText } from "./documents.server.ts";
import { languageName } from "./labels.ts";
import { listTexts, zoneOf } from "./texts-list.server.ts";
import { TextsTable } from "./texts-table.tsx";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const fields = await readForm(request);
	const name = text(fields, "name");
	const locale = text(fields, "language");
	const kind = text(fields, "kind") === "updates" ? "updates" : "timeline";
	if (!isLocale(locale) || !/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/.test(name) || name.length > 60)
		return data({ name, kind, locale, wrong: true }, 422);
	const path = await addText(context.app.db, { campaignId: campaign.id, actor: organiser.id, kind, name });
	throw seeOther(editorAddress(campaign.slug, locale, path));
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db } = context.app;
	const [texts, zone] = await Promise.all([listTexts(db, campaign.id, organiser.locale), zoneOf(db, campaign.id)]);
	return {
		desk: deskOf(context, params, request),
		slug: campaign.slug,
		texts,
		zone,
		mayAdd: campaign.roles.has("writer"),
		removed: new URL(request.url).searchParams.get("done") === "removed",
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.texts.title") : "Yntymaq");

/** All texts of a campaign, by what they are, with their state in each language. */
export default function TextsRoute() {
	const { desk, slug, texts, zone, mayAdd, removed } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	const home = `/organise/campaigns/${slug}/texts`;
	return (
		<DeskShell desk={desk} title={t("organise.texts.title")}>
			{removed && <Notice>{t("organise.texts.done.removed")}</Notice>}
			<p>{t("organise.texts.about")}</p>
			<ul className="ways">
				<li>
					<a href={`${home}/sources`}>{t("organise.texts.sources")}</a>
				</li>
				<li>
					<a href={`${home}.zip`}>{t("organise.texts.folder")}</a>
				</li>
			</ul>
			<TextsTable t={t} locale={desk.locale} slug={slug} zone={zone} mayAdd={mayAdd} texts={texts} />
			{mayAdd && (
				<form method="post">
					<h2 id="add">{t("organise.texts.add")}</h2>
					<fieldset className="field">
						<legend>{t("organise.texts.add.kind")}</legend>
						{(["timeline", "updates"] as const).map((kind) => (
							<Choice
								key={kind}
								type="radio"
								name="kind"
								value={kind}
								label={t(`organise.texts.add.${kind}`)}
								checked={kind === (posted?.kind ?? "timeline")}
							/>
						))}
					</fieldset>
					<Field name="language" label={t("organise.texts.add.language")}>
						{(attributes) => (
							<select {...attributes} defaultValue={posted?.locale ?? desk.locale}>
								{locales.map((locale) => (
									<option key={locale} value={locale} lang={locale}>
										{languageName(locale)}
									</option>
								))}
							</select>
						)}
					</Field>
					<Field
						name="name"
						label={t("organise.texts.add.name")}
						hint={t("organise.texts.add.name.hint")}
						error={posted?.wrong ? t("organise.texts.error.name") : undefined}
					>
						{(attributes) => <input type="text" {...attributes} defaultValue={posted?.name} />}
					</Field>
					<button type="submit">{t("organise.texts.add.button")}</button>
				</form>
			)}
		</DeskShell>
	);
}
