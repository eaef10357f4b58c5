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
import { visitorOrigin } from "#app/web/links.ts";
import { localeOf, refuse, seeOther } from "#app/web/page.ts";
import { assemblyRules } from "../assembly.server.ts";
import { allPlaces } from "../places.server.ts";
import { callPicket, openCampaigns } from "./call.server.ts";
import { emptyPicketForm } from "./form-fields.ts";
import { formGround } from "./form-ground.server.ts";
import { NewPage } from "./new-page.tsx";
import { parsePicketForm, typedValues } from "./parse-form.ts";

export async function action({ request, params, context: { app, visitor } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const fields = await readForm(request);
	const asTyped = { values: typedValues(fields), errors: {}, cities: [] };
	const away = () => data({ ...asTyped, notice: "picket.form.away" as const }, { status: 503, headers: retryAfter });
	const ground = await unlessAway(formGround(app.db, app.settings, locale, app.now()));
	if (ground === "away") return away();
	const form = await parsePicketForm(fields, ground);
	if (!form.ok) return data({ ...form, notice: undefined }, 422);
	if (!app.limits.take(visitor.network, "pickets/new"))
		return data({ ...asTyped, notice: "sign.too-many" as const }, 429);

	const called = await unlessAway(
		callPicket(app.db, app.keys, {
			campaign: fields.get("campaign") ?? "",
			kind: form.kind,
			facts: form.facts,
			email: form.email,
			locale,
			origin: visitorOrigin(app.settings, visitor, request.url),
			suspect: (fields.get("homepage") ?? "") !== "" || app.blocksNetwork(visitor.network),
		}),
	);
	if (called === "away") return away();
	if (called === "closed") throw refuse(409);
	app.wakeMailer();
	throw seeOther(`/${locale}/pickets/new/check-your-email`);
}

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const [campaigns, places] = await Promise.all([openCampaigns(app.db, locale), allPlaces(app.db, locale)]);
	return {
		locale,
		campaigns: campaigns.map(({ slug, title, authorities }) => ({ slug, title, authorities })),
		places,
		rules: assemblyRules(locale),
		closedCountries: [...app.settings.NO_PICKETS_COUNTRIES],
		demonstration: app.settings.demonstration,
	};
}

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

/** A form is found from the list. */
export const handle = { canonical: () => null };

export const meta: MetaFunction<typeof loader> = ({ data }) => {
	// A form is found through the list of pickets, not by search engines.
	return data ? pageMeta(translator(data.locale)("picket.form.title")) : [];
};

export default function NewRoute() {
	const { demonstration, ...page } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	return (
		<Shell locale={page.locale} path="/pickets/new" demonstration={demonstration}>
			<NewPage
				{...page}
				values={posted?.values ?? emptyPicketForm}
				errors={posted?.errors ?? {}}
				cities={posted?.cities ?? []}
				notice={posted?.notice}
			/>
		</Shell>
	);
}
