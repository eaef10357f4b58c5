import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf } from "#app/web/page.ts";

export function loader({ params, context: { app } }: LoaderFunctionArgs) {
	return { locale: localeOf(params), demonstration: app.settings.demonstration };
}

export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** Where Stripe's page leads back to: everybody's, as no token of ours goes there. */
export default function CardDoneRoute() {
	const { locale, demonstration } = useLoaderData<typeof loader>();
	const t = translator(locale);
	return (
		<Shell locale={locale} path="/donations/card" demonstration={demonstration} quiet>
			<article className="narrow">
				<h1>{t("donation.card-done.title")}</h1>
				<p>{t("donation.card-done.text")}</p>
				<p>
					<a className="button" href={`/${locale}/donations`}>
						{t("donation.ask")}
					</a>
				</p>
			</article>
		</Shell>
	);
}
