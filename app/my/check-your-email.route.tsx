import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf } from "#app/web/page.ts";

export function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const { demonstration, SENDER_NAME, MAIL_FROM } = app.settings;
	return { locale: localeOf(params), demonstration, sender: `${SENDER_NAME} <${MAIL_FROM}>` };
}

export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** Says what to look for: the same page for every address, whatever is held under it. */
export default function CheckYourEmailRoute() {
	const { locale, demonstration, sender } = useLoaderData<typeof loader>();
	const t = translator(locale);
	return (
		<Shell locale={locale} path="/my/check-your-email" demonstration={demonstration} quiet>
			<article className="narrow">
				<h1>{t("check.title")}</h1>
				<p>{t("my.check.text")}</p>
				<dl className="facts">
					<dt>{t("check.sender")}</dt>
					<dd>{sender}</dd>
					<dt>{t("check.subject")}</dt>
					<dd>{t("mail.my.subject")}</dd>
				</dl>
				<p>{t("check.spam")}</p>
				<p>{t("my.check.often")}</p>
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
