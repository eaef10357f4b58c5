import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { localeOf, refuse } from "#app/web/page.ts";
import { JoinForm } from "../join-form.tsx";
import { emptyRsvpForm } from "../joining/rsvp-fields.ts";
import { findUnlisted } from "../picket.server.ts";
import { picketPage } from "./picket-page.server.ts";
import { PicketPage } from "./picket-page.tsx";

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const token = params.token ?? "";
	const picket = await findUnlisted(app.db, token);
	if (!picket) throw refuse(404);
	return {
		page: { ...(await picketPage(app.db, app.keys, picket, locale)), over: picket.endsAt <= app.now() },
		token,
		demonstration: app.settings.demonstration,
	};
}

/** Says nothing of what it is about: whoever has the link may not want it in a history. */
export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** A picket that is in no list, for those who were given its link. */
export default function UnlistedRoute() {
	const { page, token, demonstration } = useLoaderData<typeof loader>();
	const { locale, picket } = page;
	return (
		<Shell locale={locale} path={`/unlisted/${token}`} demonstration={demonstration} quiet>
			<p className="notice">{translator(locale)("picket.unlisted.notice")}</p>
			<PicketPage {...page} origin={null}>
				<JoinForm
					locale={locale}
					slug={picket.slug}
					addressLevel={picket.addressLevel}
					capacity={picket.capacity}
					values={{ ...emptyRsvpForm, secret: token }}
				/>
			</PicketPage>
		</Shell>
	);
}
