import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf } from "#app/web/page.ts";
import { stay } from "../milestones/stay.server.ts";
import { parseChoice } from "./parse-choice.ts";
import { findPreferences, savePreferences, stopEverywhere } from "./preferences.server.ts";
import { PreferencesPage, UnknownLink } from "./preferences-page.tsx";
import { Stopped } from "./stopped.tsx";
import { unsubscribe } from "./unsubscribe.server.ts";

export async function action({ params, request, context: { app } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	const form = new URLSearchParams(await request.text());
	const stop = form.get("stop");
	if (form.get("stay") === "on") await stay(app.db, app.keys, token);
	else if (stop === "campaign") await unsubscribe(app.db, app.keys, token);
	else if (stop === "everywhere") await stopEverywhere(app.db, app.keys, token);
	else await savePreferences(app.db, app.keys, token, parseChoice(form, locale));
	return { posted: true };
}

export async function loader({ params, context: { app, method } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	const found = await findPreferences(app.db, app.keys, token, locale);
	// After a post, that there is nothing (any more) is what was asked for.
	const status = found || method === "POST" ? 200 : 404;
	return data({ locale, token, found, demonstration: app.settings.demonstration }, { status });
}

export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** What somebody gets of a campaign, to be changed without signing in; opening it changes nothing. */
export default function PreferencesRoute() {
	const { locale, token, found, demonstration } = useLoaderData<typeof loader>();
	const done = useActionData<typeof action>();
	const t = translator(locale);
	return (
		<Shell locale={locale} path={`/mail/${token}`} demonstration={demonstration} quiet>
			{found ? (
				<PreferencesPage locale={locale} token={token} found={found} saved={done !== undefined} />
			) : done ? (
				<Stopped t={t} locale={locale} />
			) : (
				<UnknownLink t={t} locale={locale} />
			)}
		</Shell>
	);
}
