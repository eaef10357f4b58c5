import {
	type ActionFunctionArgs,
	data,
	type HeadersFunction,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { askForLink } from "#app/campaigns/ask-for-link.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { retryAfter, unlessAway } from "#app/web/away.ts";
import { readForm, text } from "#app/web/form.ts";
import { visitorOrigin } from "#app/web/links.ts";
import { isMailAddress } from "#app/web/mail-address.ts";
import { localeOf, seeOther } from "#app/web/page.ts";
import { AskForm, type AskPlace, type AskSaid } from "./ask-form.tsx";

/** This route stands at two addresses. */
function placeOf(request: Request): AskPlace {
	return new URL(request.url).pathname.endsWith("/donations") ? "donations" : "my";
}

export async function action({ request, params, context: { app, visitor } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const fields = await readForm(request);
	const email = text(fields, "email");
	const error = email === "" ? "sign.email.missing" : isMailAddress(email) ? undefined : "sign.email.invalid";
	if (error) return data<AskSaid>({ email, error }, 422);
	if (!app.limits.take(visitor.network, "my")) return data<AskSaid>({ email, notice: "letter.too-many" }, 429);
	const asked = await unlessAway(
		askForLink(app.db, app.keys, app.addressKey, {
			email,
			locale,
			suspect: (fields.get("homepage") ?? "") !== "",
			origin: visitorOrigin(app.settings, visitor, request.url),
			kind: placeOf(request) === "my" ? "my-link" : "donation-link",
		}),
	);
	if (asked === "away") return data<AskSaid>({ email, notice: "letter.away" }, { status: 503, headers: retryAfter });
	app.wakeMailer();
	throw seeOther(`/${locale}/my/check-your-email`);
}

export function loader({ request, params, context: { app } }: LoaderFunctionArgs) {
	return { locale: localeOf(params), place: placeOf(request), demonstration: app.settings.demonstration };
}

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

/** Says nothing: titles stay in histories and lists of open pages. */
export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** Where anybody asks for the link to what is held under their address, and a giver for the one that they have lost. */
export default function AskRoute() {
	const { locale, place, demonstration } = useLoaderData<typeof loader>();
	const said: AskSaid = useActionData<typeof action>() ?? { email: "" };
	return (
		<Shell locale={locale} path={`/${place}`} demonstration={demonstration} quiet>
			<AskForm locale={locale} place={place} {...said} />
		</Shell>
	);
}
