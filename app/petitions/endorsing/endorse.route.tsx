import {
	type ActionFunctionArgs,
	data,
	type HeadersFunction,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta, titleOf } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { retryAfter, unlessAway } from "#app/web/away.ts";
import { readForm } from "#app/web/form.ts";
import { visitorOrigin } from "#app/web/links.ts";
import { elsewhere, localeOf, refuse, seeOther, slugOf } from "#app/web/page.ts";
import { findPetition } from "../petition.server.ts";
import { claimEndorsement, zoneOf } from "./claim.server.ts";
import { emptyClaim } from "./claim-fields.ts";
import { ClaimForm } from "./claim-form.tsx";
import { dayIn } from "./days.ts";
import { EndorsePage } from "./endorse-page.tsx";
import { parseClaim, typedClaim } from "./parse-claim.ts";
import { shownParents } from "./tree.server.ts";

export async function action({ request, params, context: { app, visitor } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	const fields = await readForm(request);
	const zone = await unlessAway(zoneOf(app.db, slug));
	// What cannot be asked now is not kept either.
	const form = parseClaim(fields, dayIn(zone === "away" ? "UTC" : zone, app.now()));
	if (!form.ok) return data({ ...form, notice: undefined }, 422);
	const asTyped = { values: typedClaim(fields), errors: {}, personal: false };
	if (!app.limits.take(visitor.network, "endorse")) return data({ ...asTyped, notice: "sign.too-many" as const }, 429);
	const claimed = await unlessAway(
		claimEndorsement(app.db, app.keys, {
			slug,
			locale,
			claim: form.claim,
			origin: visitorOrigin(app.settings, visitor, request.url),
			suspect: form.trap || app.blocksNetwork(visitor.network),
			atRiskCountries: app.settings.AT_RISK_COUNTRIES,
		}),
	);
	if (claimed === "away")
		return data({ ...asTyped, notice: "picket.form.away" as const }, { status: 503, headers: retryAfter });
	if (claimed !== "promised") throw refuse(claimed === "unknown" ? 404 : 409);
	app.wakeMailer();
	throw seeOther(`/${locale}/petitions/${slug}/endorse/check-your-email`);
}

export async function loader({ params, context: { app, method }, request }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	const found = await unlessAway(Promise.all([findPetition(app.db, slug, locale), shownParents(app.db, slug)]));
	const { demonstration } = app.settings;
	// The action has answered that Postgres is away, with what was typed.
	if (found === "away") {
		if (method !== "POST") throw new Response(null, { status: 503, headers: retryAfter });
		return { locale, slug, petition: null, parents: [], demonstration };
	}
	const [petition, parents] = found;
	if (!petition) throw refuse(404);
	if (petition.spoken !== locale && method !== "POST") throw elsewhere(request, petition.spoken);
	return { locale, slug, petition, parents, demonstration };
}

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

/** A form is found from the petition. */
export const handle = { canonical: () => null };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data?.petition ? pageMeta(titleOf(data.locale, data.petition, translator(data.locale)("endorse.title"))) : [];

export default function EndorseRoute() {
	const { locale, slug, petition, parents, demonstration } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const form = {
		locale,
		parents,
		values: posted?.values ?? emptyClaim,
		errors: posted?.errors ?? {},
		personal: posted?.personal ?? false,
		notice: posted?.notice,
	};
	return (
		<Shell
			locale={locale}
			path={`/petitions/${slug}/endorse`}
			languages={petition?.languages}
			demonstration={demonstration}
		>
			{petition ? <EndorsePage petition={petition} {...form} /> : <ClaimForm slug={slug} {...form} />}
		</Shell>
	);
}
