import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { readForm } from "#app/web/form.ts";
import { localeOf, seeOther } from "#app/web/page.ts";
import { changeWords } from "./change-words.ts";
import { confirmSignature } from "./confirm.server.ts";
import { ConfirmOutcome, ConfirmPage } from "./confirm-page.tsx";
import { beforePost, findConfirmable } from "./confirmable.server.ts";

const statusOf = {
	counted: 200,
	used: 410,
	expired: 410,
	replaced: 410,
	withdrawn: 410,
	closed: 409,
	unknown: 404,
} as const;

export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const found = await findConfirmable(app.db, app.keys, params.token ?? "", locale);
	if (found.state !== "pending") return data(null, statusOf[found.state]);

	const { words, errors } = changeWords(found.words, await readForm(request), app.settings.AT_RISK_COUNTRIES);
	if (Object.keys(errors).length > 0) return data({ words, errors }, 422);
	const confirmed = await confirmSignature(app.db, app.keys, { ...found, words }, locale, {
		addressKey: app.addressKey,
		holdAbove: app.settings.DOMAIN_HOLD_ABOVE,
	});
	if (confirmed === "already-counted") return null;
	app.pagesChanged();
	throw seeOther(`/${locale}/petitions/${found.petition.slug}/thank-you${words.atRisk ? "/quiet" : ""}`);
}

export async function loader({ params, context: { app, method } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	const found = await findConfirmable(app.db, app.keys, token, locale);
	const page = { locale, token, demonstration: app.settings.demonstration };
	if (found.state === "pending") {
		const { petition, words } = found;
		return { ...page, pending: { petition, words }, found: undefined };
	}
	// After a post its action has set the status.
	if (method === "POST") return { ...page, pending: undefined, found };
	const shown = beforePost(found);
	return data({ ...page, pending: undefined, found: shown }, { status: statusOf[shown.state] });
}

/** Says nothing of the cause, nor that somebody signed: titles stay in histories and lists of open pages. */
export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** Shows whose words a link confirms and one button: opening it changes nothing. */
export default function ConfirmRoute() {
	const page = useLoaderData<typeof loader>();
	const changed = useActionData<typeof action>();
	return (
		<Shell locale={page.locale} path={`/confirm/${page.token}`} demonstration={page.demonstration}>
			{page.pending ? (
				<ConfirmPage
					locale={page.locale}
					token={page.token}
					petition={page.pending.petition}
					words={changed?.words ?? page.pending.words}
					errors={changed?.errors ?? {}}
				/>
			) : (
				<ConfirmOutcome locale={page.locale} token={page.token} found={page.found} />
			)}
		</Shell>
	);
}
