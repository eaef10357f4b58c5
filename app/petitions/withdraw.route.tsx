import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf } from "#app/web/page.ts";
import { findWithdrawable, withdrawSignature } from "./withdraw.server.ts";
import { WithdrawPage } from "./withdraw-page.tsx";

const statusOf = { signed: 200, withdrawn: 200, "not-counted": 409, fixed: 409, unknown: 404 } as const;

export async function action({ params, context: { app } }: ActionFunctionArgs) {
	const { found, changed } = await withdrawSignature(app.db, params.token ?? "", localeOf(params));
	// A link that has done its work makes nobody's page anew, however often it is sent.
	if (changed) app.pagesChanged("at once");
	return data(found, statusOf[found.state]);
}

export async function loader({ params, context: { app, method } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	const found = await findWithdrawable(app.db, token, locale);
	// After a post its action has set the status.
	const status = method === "POST" ? undefined : statusOf[found.state];
	return data({ locale, token, found, demonstration: app.settings.demonstration }, { status });
}

/** As the confirm page's: nothing for a history to tell. */
export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** Shows what withdrawing would do and one button: opening it changes nothing. */
export default function WithdrawRoute() {
	const { locale, token, found, demonstration } = useLoaderData<typeof loader>();
	const done = useActionData<typeof action>();
	return (
		<Shell locale={locale} path={`/withdraw/${token}`} demonstration={demonstration}>
			<WithdrawPage locale={locale} token={token} found={done ?? found} />
		</Shell>
	);
}
