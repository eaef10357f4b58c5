import {
	type ActionFunctionArgs,
	data,
	type HeadersFunction,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { retryAfter, unlessAway } from "#app/web/away.ts";
import { readForm } from "#app/web/form.ts";
import { signingLinks } from "#app/web/links.ts";
import { localeOf, refuse, seeOther, slugOf } from "#app/web/page.ts";
import { parseSignForm, typedValues } from "./parse-sign-form.ts";
import { findPetition } from "./petition.server.ts";
import { PetitionPage } from "./petition-page.tsx";
import { SafetyLines } from "./safety-lines.tsx";
import { signPetition } from "./sign.server.ts";
import { emptySignForm } from "./sign-fields.ts";
import { SignForm } from "./sign-form.tsx";

export async function action({ request, params, context: { app, visitor } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	const fields = await readForm(request);
	const form = parseSignForm(fields, app.settings.AT_RISK_COUNTRIES);
	if (!form.ok) return data({ ...form, notice: undefined }, 422);
	const asTyped = { values: typedValues(fields), errors: {}, didYouMean: undefined };
	if (!app.limits.take(visitor.network, slug)) return data({ ...asTyped, notice: "sign.too-many" as const }, 429);

	const signed = await unlessAway(
		signPetition(app.db, app.keys, {
			slug,
			locale,
			words: form.words,
			suspect: form.trap || app.blocksNetwork(visitor.network),
			atRiskCountries: app.settings.AT_RISK_COUNTRIES,
			links: signingLinks(app.settings, visitor, request.url, locale),
		}),
	);
	if (signed === "away")
		return data({ ...asTyped, notice: "sign.away" as const }, { status: 503, headers: retryAfter });
	if (signed === "unknown") throw refuse(404);
	if (signed === "closed") throw refuse(409);
	app.wakeMailer();
	throw seeOther(`/${locale}/petitions/${slug}/check-your-email`);
}

export async function loader({ params, context }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	if (context.method !== "POST") throw seeOther(`/${locale}/petitions/${slug}`);
	const petition = await unlessAway(findPetition(context.app.db, slug, locale));
	if (!petition) throw refuse(404);
	return {
		locale,
		slug,
		petition: petition === "away" ? undefined : petition,
		demonstration: context.app.settings.demonstration,
	};
}

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(data.petition?.neutralTitle ?? translator(data.locale)("error.503.title")) : [];

export default function SignRoute() {
	const { locale, slug, petition, demonstration } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(locale);
	const form = {
		locale,
		values: posted?.values ?? emptySignForm,
		errors: posted?.errors ?? {},
		didYouMean: posted?.didYouMean,
		notice: posted?.notice && t(posted.notice),
	};
	return (
		<Shell locale={locale} path={`/petitions/${slug}`} demonstration={demonstration}>
			{petition ? (
				<PetitionPage petition={petition} {...form} />
			) : (
				// Postgres is away: the form as it was posted, without the words that only Postgres has.
				<article className="petition">
					<h1>{t("error.503.title")}</h1>
					<div id="sign">
						<SafetyLines locale={locale} />
						<SignForm slug={slug} {...form} />
					</div>
				</article>
			)}
		</Shell>
	);
}
