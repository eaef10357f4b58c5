import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta, titleOf } from "#app/ui/meta.ts";
import { Sheets } from "#app/ui/sheets.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { elsewhere, localeOf, refuse, slugOf } from "#app/web/page.ts";
import { findPetition } from "../petition.server.ts";
import { keeperOf } from "./keeper.ts";
import { openSheetCode } from "./open-sheet.server.ts";
import { SignatureSheet } from "./signature-sheet.tsx";
import signatures from "./signatures.css?url";

/** Lines of an open form. */
const LINES = 10;

/** `/{l}/petitions/{slug}/sheet`: the open form, for anybody to print while the petition takes signatures. */
export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const [petition, code] = await Promise.all([
		findPetition(app.db, slugOf(params), locale),
		openSheetCode(app.db, slugOf(params)),
	]);
	if (!petition?.open || code === undefined) throw refuse(404);
	if (petition.spoken !== locale) throw elsewhere(request, petition.spoken);
	const { slug, title, neutralTitle, summary, addressees, sample } = petition;
	return {
		locale,
		petition: { slug, title, neutralTitle, summary, addressees, sample },
		code,
		address: `${siteOrigin(app.settings, request.url)}/q/${code}`,
		keeper: keeperOf(app.settings, locale),
		demonstration: app.settings.demonstration,
	};
}

/** A sheet is for paper: nobody is to come upon it. */
export const handle = { canonical: () => null };

export const links = () => [{ rel: "stylesheet", href: signatures }];

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(titleOf(data.locale, data.petition, translator(data.locale)("paper.sheet"))) : [];

export default function SheetRoute() {
	const { locale, petition, demonstration, ...sheet } = useLoaderData<typeof loader>();
	const t = translator(locale);
	const back = { href: `/${locale}/petitions/${petition.slug}`, text: titleOf(locale, petition) };
	return (
		<Sheets locale={locale} demonstration={demonstration} form="signatures" title={t("paper.sheet")} back={back}>
			<p className="how-to-print">{t("paper.how")}</p>
			<SignatureSheet locale={locale} petition={petition} lines={LINES} {...sheet} />
		</Sheets>
	);
}
