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
	const { demonstration, SENDER_NAME, MAIL_FROM } = app.settings;
	return { locale, slug, neutralTitle, demonstration, sender: `${SENDER_NAME} <${MAIL_FROM}>` };
}

export const meta: MetaFunction<typeof loader> = ({ data }) => (data ? pageMeta(data.neutralTitle) : []);

/** Says what to look for: the same page for every address, whether it is new, waits or has signed. */
export default function CheckYourEmailRoute() {
	const { locale, slug, neutralTitle, demonstration, sender } = useLoaderData<typeof loader>();
	const t = translator(locale);
	return (
		<Shell locale={locale} path={`/petitions/${slug}/check-your-email`} demonstration={demonstration}>
			<article className="narrow">
				<h1>{t("check.title")}</h1>
				<p>{t("check.text")}</p>
				<dl className="facts">
					<dt>{t("check.sender")}</dt>
					<dd>{sender}</dd>
					<dt>{t("check.subject")}</dt>
					<dd>{t("mail.confirm.subject", { about: neutralTitle })}</dd>
				</dl>
				<p>{t("check.spam")}</p>
				<p>
					{t("check.wrong")} <a href={`/${locale}/petitions/${slug}#sign`}>{t("check.again")}</a>
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
