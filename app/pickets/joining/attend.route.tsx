import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { readForm } from "#app/web/form.ts";
import { localeOf, seeOther } from "#app/web/page.ts";
import { AttendPage, LeftPage, UnknownPage } from "./attend-page.tsx";
import { findAttending } from "./attending.server.ts";
import { confirmRsvp } from "./confirm-rsvp.server.ts";
import { leavePicket } from "./leave.server.ts";

export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	const intent = (await readForm(request)).get("intent");
	if (intent === "leave") {
		const left = await leavePicket(app.db, token);
		return data({ outcome: left ? ("left" as const) : ("gone" as const) }, left ? 200 : 410);
	}
	const found = await findAttending(app.db, app.keys, token, locale);
	if (!found) return data({ outcome: "gone" as const }, 410);
	const confirmed = await confirmRsvp(app.db, app.keys, found, intent === "hear");
	if (confirmed === "gone") return data({ outcome: confirmed }, 410);
	if (confirmed === "full" || confirmed === "over") return data({ outcome: confirmed }, 409);
	throw seeOther(`/${locale}/attend/${token}`);
}

export async function loader({ params, context: { app, method } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	const found = await findAttending(app.db, app.keys, token, locale);
	const page = { locale, token, found, demonstration: app.settings.demonstration };
	// After a post its action has set the status.
	return data(page, { status: found || method === "POST" ? undefined : 404 });
}

/** Says nothing of the cause: titles stay in histories and lists of open pages. */
export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** The page of one person who comes, by their link: what is known, what to press. Opening it changes nothing. */
export default function AttendRoute() {
	const { locale, token, found, demonstration } = useLoaderData<typeof loader>();
	const outcome = useActionData<typeof action>()?.outcome;
	return (
		<Shell locale={locale} path={`/attend/${token}`} demonstration={demonstration} quiet>
			{outcome === "left" ? (
				<LeftPage locale={locale} />
			) : found && outcome !== "gone" ? (
				<AttendPage locale={locale} token={token} found={found} refused={outcome} />
			) : (
				<UnknownPage locale={locale} />
			)}
		</Shell>
	);
}
