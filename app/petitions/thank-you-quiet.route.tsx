import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf, refuse, slugOf } from "#app/web/page.ts";
import { findPetition } from "./petition.server.ts";

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const petition = await findPetition(app.db, slugOf(params), locale);
	if (!petition) throw refuse(404);
	const { slug, neutralTitle } = petition;
	return { locale, slug, neutralTitle, demonstration: app.settings.demonstration };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => (data ? pageMeta(data.neutralTitle) : []);

/** For who is at risk: no cause, no count, nothing to share, nowhere to go on to. */
export default function QuietThankYouRoute() {
	const { locale, slug, demonstration } = useLoaderData<typeof loader>();
	const t = translator(locale);
	return (
		<Shell locale={locale} path={`/petitions/${slug}/thank-you/quiet`} demonstration={demonstration} quiet>
			<article className="narrow">
				<h1>{t("thanks.title")}</h1>
				<p>{t("thanks.quiet.text")}</p>
				<p>{t("thanks.quiet.updates")}</p>
			</article>
		</Shell>
	);
}
