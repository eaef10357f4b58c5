import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { addressOf } from "#app/campaigns/address-of.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { readForm } from "#app/web/form.ts";
import { localeOf, refuse, seeOther } from "#app/web/page.ts";
import { heldOfPetitions } from "../held.server.ts";
import { ChangeForm } from "./change-form.tsx";
import { changeHeld } from "./change-held.server.ts";
import { parseChange } from "./parse-change.ts";

export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const email = await addressOf(app.db, app.keys, params.token ?? "");
	if (!email) throw refuse(404);
	const change = parseChange(await readForm(request));
	const changed = await changeHeld(app.db, app.keys, email, params.id ?? "", { ...change, locale });
	if (changed.state === "fixed") throw refuse(409);
	if (changed.state === "wrong") return data({ change, errors: changed.errors }, 422);
	app.pagesChanged("at once");
	throw seeOther(`/${locale}/my/${params.token}`);
}

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const email = await addressOf(app.db, app.keys, params.token ?? "");
	if (!email) throw refuse(404);
	const { signatures } = await heldOfPetitions(app.db, app.keys, email, locale);
	const signature = signatures.find(({ id, withdrawable }) => id === params.id && withdrawable);
	// It has been withdrawn or handed in, or is another's: the page says what there is.
	if (!signature) throw seeOther(`/${locale}/my/${params.token}`);
	return { locale, path: `/my/${params.token}`, signature, demonstration: app.settings.demonstration };
}

/** As the page it belongs to: nothing for a history to tell. */
export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** Where a signer corrects a signature and says who sees it; opening it changes nothing. */
export default function ChangeRoute() {
	const { locale, path, signature, demonstration } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const typed = Object.fromEntries(Object.entries(posted?.change ?? {}).filter(([, value]) => value !== undefined));
	return (
		<Shell locale={locale} path={`${path}/signatures/${signature.id}`} demonstration={demonstration} quiet>
			<ChangeForm
				locale={locale}
				path={`/${locale}${path}`}
				signature={{ ...signature, ...typed }}
				errors={posted?.errors ?? {}}
			/>
		</Shell>
	);
}
