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

/** Says what to look for: the same page for every address and every body. */
export default function CheckYourEmailRoute() {
	const { locale, slug, demonstration, sender } = useLoaderData<typeof loader>();
	const t = translator(locale);
	const form = `/petitions/${slug}/endorse`;
	return (
		<Shell locale={locale} path={`${form}/check-your-email`} demonstration={demonstration}>
			<article className="narrow">
				<h1>{t("check.title")}</h1>
				<p>{t("endorse.promised")}</p>
				<dl className="facts">
					<dt>{t("check.sender")}</dt>
					<dd>{sender}</dd>
				</dl>
				<p>{t("check.spam")}</p>
				<p>
					{t("check.wrong")} <a href={`/${locale}${form}`}>{t("endorse.again")}</a>
				</p>
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
