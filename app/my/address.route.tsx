import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { moveContact, openMove } from "#app/petitions/endorsing/move-contact.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf, seeOther } from "#app/web/page.ts";
import { AddressPage } from "./address-page.tsx";
import { GonePage } from "./gone-page.tsx";

/** The holder of the new address agrees: a body's mail comes there from now on. */
export async function action({ params, context: { app } }: ActionFunctionArgs) {
	const page = await moveContact(app.db, app.keys, app.addressKey, params.token ?? "");
	if (!page) return data(null, 404);
	app.wakeMailer();
	throw seeOther(`/${localeOf(params)}/endorsement/${page}`);
}

export async function loader({ params, context: { app, method } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const path = `/my/address/${params.token}`;
	const page = { locale, path, demonstration: app.settings.demonstration };
	const move = await openMove(app.db, app.keys, params.token ?? "");
	// After a post its action has set the status.
	if (!move) return data({ ...page, move }, { status: method === "POST" ? undefined : 404 });
	if (move.state === "done") throw seeOther(`/${locale}/endorsement/${move.page}`);
	return data({ ...page, move });
}

/** Says nothing of what it is: titles stay in histories and lists of open pages. */
export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** Where the holder of an address reads for which body its mail would come there; opening it changes nothing. */
export default function AddressRoute() {
	const { locale, path, demonstration, move } = useLoaderData<typeof loader>();
	return (
		<Shell locale={locale} path={path} demonstration={demonstration} quiet>
			{move ? <AddressPage locale={locale} here={`/${locale}${path}`} {...move} /> : <GonePage locale={locale} />}
		</Shell>
	);
}
