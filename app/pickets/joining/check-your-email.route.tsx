import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf, slugOf } from "#app/web/page.ts";

export function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const { demonstration, SENDER_NAME, MAIL_FROM } = app.settings;
	return { locale: localeOf(params), slug: slugOf(params), demonstration, sender: `${SENDER_NAME} <${MAIL_FROM}>` };
}

export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** Says what to look for: the same page for every address and every picket, listed or not. */
export default function CheckYourEmailRoute() {
	const { locale, slug, demonstration, sender } = useLoaderData<typeof loader>();
	const t = translator(locale);
	return (
		<Shell locale={locale} path={`/pickets/${slug}/check-your-email`} demonstration={demonstration} quiet>
			<article className="narrow">
				<h1>{t("check.title")}</h1>
				<p>{t("picket.check.text")}</p>
				<dl className="facts">
					<dt>{t("check.sender")}</dt>
					<dd>{sender}</dd>
				</dl>
				<p>{t("check.spam")}</p>
				{demonstration && (
					<p>
						<a className="button" href="/mailbox">
							{t("check.mailbox")}
						</a>
					</p>
				)}
			</article>
		</Shell>
	);
}
