import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf, refuse, slugOf } from "#app/web/page.ts";
import { findFund } from "../fund.server.ts";
import { paymentState } from "./paid.server.ts";

/** Where Stripe sends whoever has paid: what became of it, and nothing of who it was or how much. */
export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const slug = slugOf(params);
	const session = new URL(request.url).searchParams.get("session") ?? "";
	const [fund, state] = await Promise.all([findFund(app.db, slug, locale), paymentState(app, slug, session)]);
	if (!fund) throw refuse(404);
	return { locale, slug, session, state, demonstration: app.settings.demonstration };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.locale)(`fund.thanks.${data.state}.title`)) : [];

export default function ThankYouRoute() {
	const { locale, slug, session, state, demonstration } = useLoaderData<typeof loader>();
	const t = translator(locale);
	const paid = state === "booked" || state === "booking" || state === "under-way";
	// In another language it is about the same payment.
	const path = `/fund/${slug}/thank-you${session && `?session=${encodeURIComponent(session)}`}`;
	return (
		<Shell locale={locale} path={path} demonstration={demonstration} quiet>
			<article>
				<h1>{t(`fund.thanks.${state}.title`)}</h1>
				<p className="lead">{t(`fund.thanks.${state}`)}</p>
				{paid && <p>{t(state === "under-way" ? "fund.thanks.receipt.under-way" : "fund.thanks.receipt")}</p>}
				<ul className="ways">
					<li>
						<a href={`/${locale}/fund/${slug}`}>{t("fund.thanks.back")}</a>
					</li>
				</ul>
			</article>
		</Shell>
	);
}
