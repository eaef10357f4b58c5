import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { dutyHoursOf } from "#app/campaigns/duty-hours.server.ts";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf } from "#app/web/page.ts";
import { DutyHoursList } from "./duty-hours-list.tsx";

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const path = new URL(request.url).pathname.replace(/^\/[^/]+/, "");
	return { locale, path, demonstration: app.settings.demonstration, campaigns: await dutyHoursOf(app.db, locale) };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.locale)("letter.received.title")) : [];

/** Says that a letter has come, and when it is read: the same for every letter. */
export default function ReceivedRoute() {
	const { locale, path, demonstration, campaigns } = useLoaderData<typeof loader>();
	const t = translator(locale);
	return (
		<Shell locale={locale} path={path} demonstration={demonstration}>
			<article className="narrow">
				<h1>{t("letter.received.title")}</h1>
				<p>{t("letter.received.text")}</p>
				<DutyHoursList locale={locale} campaigns={campaigns} />
				<p>
					<a href={`/${locale}`}>{t("letter.received.home")}</a>
				</p>
			</article>
		</Shell>
	);
}
