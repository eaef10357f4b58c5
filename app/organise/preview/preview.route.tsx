import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CampaignPage } from "#app/campaigns/campaign-page.tsx";
import { FundPage } from "#app/fund/fund-page.tsx";
import { isLocale, type Locale, translator } from "#app/i18n/translate.ts";
import { PetitionPage } from "#app/petitions/petition-page.tsx";
import { emptySignForm } from "#app/petitions/sign-fields.ts";
import { emptyPicketForm } from "#app/pickets/calling/form-fields.ts";
import { NewPage } from "#app/pickets/calling/new-page.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import styles from "#app/ui/styles/index.css?url";
import { elsewhere, localeOf, refuse } from "#app/web/page.ts";
import { campaignOf } from "../signed-in.ts";
import { type Previewed, previewed } from "./previewed.server.ts";
import { findPreview, isPreviewPage, type PreviewOf } from "./previews.server.ts";

/** A page before it is open: for who has a link, and for organisers of its campaign at an address of theirs. */
export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { app } = context;
	const asked = params.token === undefined ? own({ params, context, request }) : await linked({ params, context });
	if (!asked) throw refuse(404);
	const page = await previewed(app, asked.of, asked.locale);
	if (!page) throw refuse(404);
	if (params.token !== undefined && page.spoken !== asked.locale) throw elsewhere(request, page.spoken);
	return { locale: page.spoken, page, token: params.token ?? null, demonstration: app.settings.demonstration };
}

interface Asked {
	of: PreviewOf;
	locale: Locale;
}

async function linked({ params, context }: Pick<LoaderFunctionArgs, "params" | "context">): Promise<Asked | undefined> {
	const locale = localeOf(params);
	const of = await findPreview(context.app.db, params.token ?? "");
	return of && { of, locale };
}

function own({
	params,
	context,
	request,
}: Pick<LoaderFunctionArgs, "params" | "context" | "request">): Asked | undefined {
	const { organiser, campaign } = campaignOf(context, params);
	if (!isPreviewPage(params.page)) return undefined;
	const query = new URL(request.url).searchParams;
	const language = query.get("language") ?? organiser.locale;
	const of = { campaign, page: params.page, petition: query.get("petition") ?? undefined };
	return { of, locale: isLocale(language) ? language : organiser.locale };
}

// An organiser's page has no look of the public's until it says so; elsewhere the same sheet is asked for once.
export function links() {
	return [{ rel: "stylesheet", href: styles }];
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(translator(data?.locale ?? "en")("preview.title"));

export default function PreviewRoute() {
	const { locale, page, token, demonstration } = useLoaderData<typeof loader>();
	const t = translator(locale);
	return (
		<div lang={locale}>
			<Shell locale={locale} path={token ? `/preview/${token}` : ""} demonstration={demonstration} quiet>
				<p className="notice">{t("preview.line")}</p>
				<Page locale={locale} page={page as Previewed} />
			</Shell>
		</div>
	);
}

function Page({ locale, page }: { locale: Locale; page: Previewed }) {
	switch (page.page) {
		case "petition":
			return <PetitionPage locale={locale} petition={page.petition} values={emptySignForm} errors={{}} />;
		case "fund":
			return <FundPage locale={locale} fund={page.fund} />;
		case "pickets":
			return (
				<NewPage locale={locale} {...page.form} values={emptyPicketForm} errors={{}} cities={[]} notice={undefined} />
			);
		case "campaign":
			return <CampaignPage {...page.campaign} />;
	}
}
