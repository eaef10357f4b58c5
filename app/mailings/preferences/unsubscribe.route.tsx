import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { bestLocale, type Locale, translator } from "#app/i18n/translate.ts";
import type { PageHandle } from "#app/root.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { Stopped } from "./stopped.tsx";
import { languageOfLink, unsubscribe } from "./unsubscribe.server.ts";

/**
 * A button's post, or that of a mail provider in one click (RFC 8058): whatever its body, without cookie or sign-in. What
 * it answers is the same whether there was anything to stop.
 */
export async function action({ params, request, context: { app } }: ActionFunctionArgs) {
	const token = params.token ?? "";
	// Read before it is gone: afterwards nobody knows it.
	const locale = (await languageOfLink(app.db, app.keys, token)) ?? languageAsked(request);
	await unsubscribe(app.db, app.keys, token);
	return { locale };
}

/** Shows a button and changes nothing: scanners follow every link of a mail. */
export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const token = params.token ?? "";
	const locale = (await languageOfLink(app.db, app.keys, token)) ?? languageAsked(request);
	return { locale, token, demonstration: app.settings.demonstration };
}

function languageAsked(request: Request) {
	return bestLocale(request.headers.get("Accept-Language"));
}

/** Its address has no language. */
export const handle: PageHandle = { locale: (data) => (data as { locale: Locale }).locale };

export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** One button, or that it has been pressed: in the language of the mail, though nobody keeps it any more. */
export default function UnsubscribeRoute() {
	const { locale, token, demonstration } = useLoaderData<typeof loader>();
	const done = useActionData<typeof action>();
	const t = translator(locale);
	return (
		<Shell locale={locale} path="" demonstration={demonstration} quiet>
			{done ? (
				<div lang={done.locale}>
					<Stopped t={translator(done.locale)} locale={done.locale} />
				</div>
			) : (
				<article className="narrow">
					<h1>{t("unsubscribe.title")}</h1>
					<p>{t("unsubscribe.text")}</p>
					<form method="post" action={`/u/${token}`}>
						<button type="submit">{t("unsubscribe.button")}</button>
					</form>
				</article>
			)}
		</Shell>
	);
}
