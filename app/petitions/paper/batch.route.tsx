import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Sheets } from "#app/ui/sheets.tsx";
import stylesheet from "#app/ui/styles/index.css?url";
import { serialOf } from "#app/web/is-id.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse } from "#app/web/page.ts";
import { findPetition } from "../petition.server.ts";
import { batchToPrint } from "./batches.server.ts";
import { keeperOf } from "./keeper.ts";
import { SignatureSheet } from "./signature-sheet.tsx";
import signatures from "./signatures.css?url";

/** `/organise/campaigns/{slug}/paper/{batch}`: a batch of sheets with their serials, as it is printed. */
export async function loader({ params, request, context: { app, organiser } }: LoaderFunctionArgs) {
	const campaign = organiser?.campaigns.get(params.slug ?? "");
	const number = serialOf(params.batch);
	const batch = campaign && number && (await batchToPrint(app.db, campaign.id, number));
	const petition = batch && (await findPetition(app.db, batch.petition, batch.locale));
	if (!petition) throw refuse(404);
	const { slug, title, addressees, sample, spoken } = petition;
	return {
		locale: spoken,
		home: `/organise/campaigns/${params.slug}/paper`,
		petition: { slug, title, addressees, sample },
		serials: batch.serials,
		code: batch.code,
		lines: batch.lines,
		address: `${siteOrigin(app.settings, request.url)}/q/${batch.code}`,
		keeper: keeperOf(app.settings, spoken),
		demonstration: app.settings.demonstration,
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.locale)("paper.sheet")) : [];

export default function BatchRoute() {
	const { locale, home, demonstration, serials, ...sheet } = useLoaderData<typeof loader>();
	const t = translator(locale);
	const back = { href: home, text: t("organise.nav.paper") };
	return (
		<>
			{/* Printed as the public form is: the desk's own look is not for paper. */}
			<link rel="stylesheet" href={stylesheet} />
			<link rel="stylesheet" href={signatures} />
			<Sheets locale={locale} demonstration={demonstration} form="signatures" title={t("paper.sheet")} back={back}>
				{serials.map((serial) => (
					<SignatureSheet key={serial} serial={serial} {...sheet} locale={locale} />
				))}
			</Sheets>
		</>
	);
}
