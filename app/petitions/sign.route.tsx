import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { readForm } from "#app/web/form.ts";
import { confirmLink } from "#app/web/links.ts";
import { localeOf, refuse, seeOther, slugOf } from "#app/web/page.ts";
import { parseSignForm, typedValues } from "./parse-sign-form.ts";
import { findPetition } from "./petition.server.ts";
import { PetitionPage } from "./petition-page.tsx";
import { signPetition } from "./sign.server.ts";
import { emptySignForm } from "./sign-fields.ts";

export async function action({ request, params, context: { app, visitor } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	const fields = await readForm(request);
	const form = parseSignForm(fields, app.settings.AT_RISK_COUNTRIES);
	if (!form.ok) return data({ ...form, tooMany: false }, 422);
	if (!app.limits.take(visitor.network, slug))
		return data({ values: typedValues(fields), errors: {}, didYouMean: undefined, tooMany: true }, 429);

	const signed = await signPetition(app.db, app.keys, {
		slug,
		locale,
		words: form.words,
		suspect: form.trap,
		atRiskCountries: app.settings.AT_RISK_COUNTRIES,
		confirmLink: confirmLink(app.settings, visitor, request.url, locale),
	});
	if (signed === "unknown") throw refuse(404);
	if (signed === "closed") throw refuse(409);
	app.wakeMailer();
	throw seeOther(`/${locale}/petitions/${slug}/check-your-email`);
}

export async function loader({ params, context }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	if (context.method !== "POST") throw seeOther(`/${locale}/petitions/${slug}`);
	const petition = await findPetition(context.app.db, slug, locale);
	if (!petition) throw refuse(404);
	return { locale, petition, demonstration: context.app.settings.demonstration };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => (data ? pageMeta(data.petition.neutralTitle) : []);

export default function SignRoute() {
	const { locale, petition, demonstration } = useLoaderData<typeof loader>();
	const form = useActionData<typeof action>();
	return (
		<Shell locale={locale} path={`/petitions/${petition.slug}`} demonstration={demonstration}>
			<PetitionPage
				locale={locale}
				petition={petition}
				values={form?.values ?? emptySignForm}
				errors={form?.errors ?? {}}
				didYouMean={form?.didYouMean}
				notice={form?.tooMany ? translator(locale)("sign.too-many") : undefined}
			/>
		</Shell>
	);
}
