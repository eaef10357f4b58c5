import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { endorsementForDesk, placesFor } from "#app/petitions/endorsing/for-desk.server.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { actOnEndorsement } from "./act.server.ts";
import { EndorsementFacts } from "./endorsement-facts.tsx";
import { EndorsementForms } from "./endorsement-forms.tsx";
import { readIntent } from "./read-intent.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { endorsement: id } = params;
	if (!isId(id)) throw refuse(404);
	const intent = readIntent(await readForm(request));
	if (!intent) return data({ refused: "not-in-order" as const }, 422);
	const done = await actOnEndorsement(context.app, campaign.id, organiser.id, id, intent);
	if (done === "unknown") throw refuse(404);
	if (done === "naming-asked") return data({ refused: done }, 202);
	if (done !== "done") return data({ refused: done }, 409);
	throw seeOther(`/organise/campaigns/${campaign.slug}/endorsements/${id}`);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const { app } = context;
	if (!isId(params.endorsement)) throw refuse(404);
	const found = await endorsementForDesk(app.db, app.keys, campaign.id, params.endorsement);
	if (!found) throw refuse(404);
	const { petition, ...endorsement } = found;
	const places = await placesFor(app.db, found);
	return { desk: deskOf(context, params, request), endorsement, petition: petition.slug, places };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.endorsements.title")) : [];

/** One endorsement: what was claimed, where its body stands, and the ways of checking it. */
export default function EndorsementRoute() {
	const { desk, endorsement, petition, places } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={endorsement.organisation.name}>
			{posted?.refused && <Notice>{t(`organise.endorsement.cannot.${posted.refused}`)}</Notice>}
			<EndorsementFacts t={t} locale={desk.locale} endorsement={endorsement} petition={petition} />
			<EndorsementForms t={t} locale={desk.locale} endorsement={endorsement} places={places} />
			<p>
				<a href={`/organise/campaigns/${desk.campaign?.slug}/endorsements`}>{t("organise.endorsements.back")}</a>
			</p>
		</DeskShell>
	);
}
