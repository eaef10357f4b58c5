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

/** Says what happens now: the same page for every address that was typed. */
export default function AddressAskedRoute() {
	const { locale, demonstration } = useLoaderData<typeof loader>();
	const t = translator(locale);
	return (
		<Shell locale={locale} path="/my/address/asked" demonstration={demonstration} quiet>
			<article className="narrow">
				<h1>{t("my.move.asked.title")}</h1>
				<p>{t("my.move.asked.text")}</p>
				<p>{t("my.check.often")}</p>
			</article>
		</Shell>
	);
}
