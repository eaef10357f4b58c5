import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { siteOrigin } from "#app/web/links.ts";
import { localeOf, refuse, slugOf } from "#app/web/page.ts";
import { findPetition } from "./petition.server.ts";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const petition = await findPetition(app.db, slugOf(params), locale);
	if (!petition) throw refuse(404);
	const { slug, campaign, neutralTitle, count } = petition;
	const address = `${siteOrigin(app.settings, request.url)}/${locale}/petitions/${slug}`;
	return { locale, slug, campaign, neutralTitle, count, address, demonstration: app.settings.demonstration };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => (data ? pageMeta(data.neutralTitle) : []);

export default function ThankYouRoute() {
	const { locale, slug, campaign, count, address, demonstration } = useLoaderData<typeof loader>();
	const t = translator(locale);
	return (
		<Shell locale={locale} path={`/petitions/${slug}/thank-you`} demonstration={demonstration}>
			<article className="narrow">
				<h1>{t("thanks.title")}</h1>
				<p>{t("thanks.text")}</p>
				{count > 0 && <p className="count">{t("petition.count", { count })}</p>}
				<p className="hint">{t("thanks.not-yet")}</p>
				<p>{t("thanks.share")}</p>
				<p className="copy">{address}</p>
				<ul className="ways">
					<li>
						<a href={`/${locale}/campaigns/${campaign}/share`}>{t("campaign.share")}</a>
					</li>
				</ul>
				<p>
					{t("thanks.delete-mail")} {t("thanks.my")} <a href={`/${locale}/my`}>{t("my.ask.title")}</a>
				</p>
				<p>
					<a href={`/${locale}/petitions/${slug}`}>{t("thanks.back")}</a>
				</p>
			</article>
		</Shell>
	);
}
