import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { addressOf } from "#app/campaigns/address-of.server.ts";
import { campaignPrints } from "#app/campaigns/prints.server.ts";
import { heldDonations } from "#app/fund/managing/givers.server.ts";
import { openDonation } from "#app/fund/receipts/link.server.ts";
import { startUpdates, stopUpdates } from "#app/mailings/held.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { readForm } from "#app/web/form.ts";
import { localeOf, refuse, seeOther } from "#app/web/page.ts";
import { GonePage } from "./gone-page.tsx";
import { everythingHeld } from "./held.server.ts";
import { HeldPage } from "./held-page.tsx";
import { mayDownload } from "./may-download.ts";
import { untilDays } from "./until.server.ts";

/** Starts or stops a campaign's updates: either can be taken back by the other. */
export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	const email = await addressOf(app.db, app.keys, token);
	if (!email) return data(null, 404);
	const fields = await readForm(request);
	const campaign = fields.get("campaign") ?? "";
	const intent = fields.get("intent");
	if (intent === "updates-on") {
		if (!(await startUpdates(app.db, app.keys, email, campaign, locale))) throw refuse(409);
	} else if (intent === "updates-off")
		await stopUpdates(app.db, await campaignPrints(app.db, app.keys, email), campaign);
	else if (intent === "open-gift") {
		const gift = (await heldDonations(app.db, app.keys, email, locale)).find(({ id }) => id === fields.get("gift"));
		if (!gift) throw refuse(409);
		// As long as the link by which they came.
		throw seeOther(await openDonation(app.db, gift.id, locale, 1));
	} else throw refuse(409);
	throw seeOther(`/${locale}/my/${token}`);
}

export async function loader({ params, context: { app, method } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const path = `/my/${params.token}`;
	const page = { locale, path, demonstration: app.settings.demonstration };
	const email = await addressOf(app.db, app.keys, params.token ?? "");
	// After a post its action has set the status.
	if (!email) return data({ ...page, shown: undefined }, { status: method === "POST" ? undefined : 404 });
	const held = await everythingHeld(app.db, app.keys, app.addressKey, email, locale);
	return data({ ...page, shown: { held, downloadable: mayDownload(held), days: untilDays() } });
}

/** Says nothing of what it is: titles stay in histories and lists of open pages. */
export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** Everything held under the address that a link was mailed to. */
export default function MyRoute() {
	const { locale, path, demonstration, shown } = useLoaderData<typeof loader>();
	return (
		<Shell locale={locale} path={path} demonstration={demonstration} quiet>
			{shown ? <HeldPage locale={locale} path={`/${locale}${path}`} {...shown} /> : <GonePage locale={locale} />}
		</Shell>
	);
}
