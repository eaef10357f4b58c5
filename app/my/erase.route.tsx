import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import type { Params } from "@remix-run/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { addressOf } from "#app/campaigns/address-of.server.ts";
import { hasRunning } from "#app/fund/managing/givers.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf, refuse, seeOther } from "#app/web/page.ts";
import { aboutOne, endOne } from "./end.server.ts";
import { eraseEverything } from "./erase.server.ts";
import { type Ending, ErasedPage, ErasePage, endings } from "./erase-page.tsx";
import { GonePage } from "./gone-page.tsx";
import { everythingHeld } from "./held.server.ts";

export async function action({ params, context: { app } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const { ending, id } = endingOf(params);
	const email = await addressOf(app.db, app.keys, params.token ?? "");
	if (!email) return data({ erased: false }, 404);
	if (ending === "all" && (await hasRunning(app.db, app.keys, email, locale))) throw refuse(409);
	const changed =
		ending === "all"
			? await eraseEverything(app.db, app.keys, app.addressKey, email)
			: await endOne(app.db, app.keys, email, ending, id);
	if (changed) app.pagesChanged("at once");
	if (ending === "all") return data({ erased: true });
	throw seeOther(`/${locale}/my/${params.token}`);
}

export async function loader({ params, context: { app, method } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const { ending, id } = endingOf(params);
	const here = `/my/${params.token}/erase${ending === "all" ? "" : `/${ending}/${id}`}`;
	const page = {
		locale,
		here,
		path: `/${locale}/my/${params.token}`,
		demonstration: app.settings.demonstration,
		ending,
	};
	// What the action has ended is there no more: it has set the status.
	if (method === "POST") return data({ ...page, about: undefined, running: false });
	const email = await addressOf(app.db, app.keys, params.token ?? "");
	if (!email) return data({ ...page, about: undefined, running: false }, 404);
	if (ending === "all") return data({ ...page, about: "", running: await hasRunning(app.db, app.keys, email, locale) });
	const about = aboutOne(await everythingHeld(app.db, app.keys, app.addressKey, email, locale), ending, id);
	// It was ended before, or is another's: the page says what there is.
	if (about === undefined) throw seeOther(`/${locale}/my/${params.token}`);
	return data({ ...page, about, running: false });
}

/** As the page it belongs to: nothing for a history to tell. */
export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** Asks before what cannot be undone: opening it changes nothing. */
export default function EraseRoute() {
	const { about, here, ...page } = useLoaderData<typeof loader>();
	const erased = useActionData<typeof action>()?.erased;
	return (
		<Shell locale={page.locale} path={here} demonstration={page.demonstration} quiet>
			{erased ? (
				<ErasedPage locale={page.locale} />
			) : about === undefined ? (
				<GonePage locale={page.locale} />
			) : (
				<ErasePage {...page} here={`/${page.locale}${here}`} about={about} />
			)}
		</Shell>
	);
}

/** What the address names. @throws a 404 for what cannot be ended */
function endingOf({ kind = "all", id = "" }: Params): { ending: Ending; id: string } {
	const ending = endings.find((one) => one === kind);
	if (!ending || (ending === "all") !== (id === "")) throw refuse(404);
	return { ending, id };
}
