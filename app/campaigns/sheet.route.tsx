import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { petitionOfCampaign } from "#app/petitions/petition.server.ts";
import { pageMeta, titleOf } from "#app/ui/meta.ts";
import { printedForm } from "#app/ui/sheets.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { refuse } from "#app/web/page.ts";
import { documentOf } from "./campaign.server.ts";
import { campaignAt } from "./campaign-at.server.ts";
import { SheetPage } from "./sheet-page.tsx";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const form = printedForm(params.form);
	if (!form) throw refuse(404);
	const { locale, campaign } = await campaignAt(app.db, params, request);
	const petition = await petitionOfCampaign(app.db, campaign.id, locale);
	const document = petition && (await documentOf(app.db, campaign, "share"));
	if (!document) throw refuse(404);
	const { matter } = document;
	return {
		locale,
		demonstration: app.settings.demonstration,
		campaign,
		form,
		text: form === "poster" ? matter.short : matter.long,
		petition: petition.slug,
		address: `${siteOrigin(app.settings, request.url)}/petitions/${petition.slug}`,
	};
}

/** A sheet is for paper: nobody is to come upon it. */
export const handle = { canonical: () => null };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(titleOf(data.locale, data.campaign, translator(data.locale)(`share.${data.form}`))) : [];

export default function SheetRoute() {
	return <SheetPage {...useLoaderData<typeof loader>()} />;
}
