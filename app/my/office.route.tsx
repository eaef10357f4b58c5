import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { addressOf } from "#app/campaigns/address-of.server.ts";
import { translator } from "#app/i18n/translate.ts";
import { correctOffice } from "#app/petitions/endorsing/correct-office.server.ts";
import { findEndorsementsOf } from "#app/petitions/endorsing/held.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { readForm, text } from "#app/web/form.ts";
import { localeOf, refuse, seeOther } from "#app/web/page.ts";
import { OfficeForm } from "./office-form.tsx";

export async function action({ request, params, context: { app } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const email = await addressOf(app.db, app.keys, params.token ?? "");
	if (!email) throw refuse(404);
	const office = text(await readForm(request), "officer_role");
	const corrected = await correctOffice(app.db, app.keys, email, params.id ?? "", office);
	if (corrected.state === "wrong") return data({ office, error: translator(locale)(corrected.error) }, 422);
	throw seeOther(`/${locale}/my/${params.token}`);
}

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const email = await addressOf(app.db, app.keys, params.token ?? "");
	if (!email) throw refuse(404);
	const found = (await findEndorsementsOf(app.db, app.keys, email)).find(({ id }) => id === params.id);
	// It has been erased, or is another's: the page says what there is.
	if (!found) throw seeOther(`/${locale}/my/${params.token}`);
	const { id, organisation, officerRole } = found;
	const { demonstration } = app.settings;
	return { locale, path: `/my/${params.token}`, id, organisation, office: officerRole, demonstration };
}

/** As the page it belongs to: nothing for a history to tell. */
export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** Where a body's contact corrects the office; opening it changes nothing. */
export default function OfficeRoute() {
	const { locale, path, id, organisation, office, demonstration } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	return (
		<Shell locale={locale} path={`${path}/endorsements/${id}`} demonstration={demonstration} quiet>
			<OfficeForm
				locale={locale}
				path={`/${locale}${path}`}
				id={id}
				organisation={organisation}
				office={posted?.office ?? office}
				error={posted?.error}
			/>
		</Shell>
	);
}
