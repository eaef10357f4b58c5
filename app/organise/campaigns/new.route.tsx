import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { locales, type MessageKey, translator } from "#app/i18n/translate.ts";
import { ErrorSummary, Field } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm } from "#app/web/form.ts";
import { seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { signedIn } from "../signed-in.ts";
import { beginCampaign } from "./new.server.ts";
import { newCampaignFields, parseNewCampaign } from "./parse-new.ts";

export async function action({ request, context }: ActionFunctionArgs) {
	const organiser = signedIn(context);
	const fields = await readForm(request);
	const { campaign, errors } = parseNewCampaign(fields);
	const values = Object.fromEntries(fields);
	if (Object.keys(errors).length > 0) return data({ values, errors }, 422);
	const { db, keys } = context.app;
	if (!(await beginCampaign(db, keys, organiser.id, campaign)))
		return data({ values, errors: { slug: "organise.new.slug.taken" as const } }, 422);
	throw seeOther(`/organise/campaigns/${campaign.slug}/texts`);
}

export function loader({ params, context, request }: LoaderFunctionArgs) {
	return { desk: deskOf(context, params, request) };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.new") : "Yntymaq");

/** A new campaign: what it is called in which languages, and its day. Everything else is written afterwards. */
export default function NewCampaignRoute() {
	const { desk } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	const values: Record<string, string> = posted?.values ?? {};
	const errors: Partial<Record<string, MessageKey>> = posted?.errors ?? {};
	const names = [...locales.map((locale) => `title-${locale}`), ...newCampaignFields];
	const wrong = names.flatMap((field) => {
		const error = errors[field];
		return error ? [{ field, text: t(error) }] : [];
	});
	const said = (name: string) => wrong.find(({ field }) => field === name)?.text;
	return (
		<DeskShell desk={desk} title={t("organise.new")}>
			<p>{t("organise.new.about")}</p>
			<form method="post" noValidate>
				{wrong.length > 0 && <ErrorSummary title={t("sign.errors", { count: wrong.length })} errors={wrong} />}
				<fieldset>
					<legend>{t("organise.new.titles")}</legend>
					<p className="hint">{t("organise.new.titles.hint")}</p>
					{locales.map((locale) => (
						<Field
							key={locale}
							name={`title-${locale}`}
							label={translator(locale)("language.name")}
							error={said(`title-${locale}`)}
						>
							{(attributes) => (
								<input {...attributes} type="text" lang={locale} defaultValue={values[`title-${locale}`]} />
							)}
						</Field>
					))}
				</fieldset>
				<Field name="slug" label={t("organise.new.slug")} hint={t("organise.new.slug.hint")} error={said("slug")}>
					{(attributes) => (
						<input {...attributes} type="text" autoCapitalize="none" spellCheck={false} defaultValue={values.slug} />
					)}
				</Field>
				<Field name="day" label={t("organise.new.day")} hint={t("organise.new.day.hint")} error={said("day")}>
					{(attributes) => <input {...attributes} type="date" defaultValue={values.day} />}
				</Field>
				<Field name="zone" label={t("organise.new.zone")} hint={t("organise.new.zone.hint")} error={said("zone")}>
					{(attributes) => (
						<input {...attributes} type="text" spellCheck={false} defaultValue={values.zone ?? "Europe/Brussels"} />
					)}
				</Field>
				<button type="submit">{t("organise.new.make")}</button>
			</form>
		</DeskShell>
	);
}
