import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { addressOf } from "#app/campaigns/address-of.server.ts";
import { correctOffice } from "#app/petitions/endorsing/correct-office.server.ts";
import { findEndorsementsOf } from "#app/petitions/endorsing/held.server.ts";
import { askToMoveContact } from "#app/petitions/endorsing/move-contact.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { readForm, text } from "#app/web/form.ts";
import { visitorOrigin } from "#app/web/links.ts";
import { isMailAddress } from "#app/web/mail-address.ts";
import { localeOf, refuse, seeOther } from "#app/web/page.ts";
import { type ContactSaid, OfficeForm } from "./office-form.tsx";

export async function action({ request, params, context: { app, visitor } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const email = await addressOf(app.db, app.keys, params.token ?? "");
	if (!email) throw refuse(404);
	const id = params.id ?? "";
	const fields = await readForm(request);
	if (fields.get("intent") === "address") {
		const to = text(fields, "email");
		const error = to === "" ? "sign.email.missing" : isMailAddress(to) ? undefined : "sign.email.invalid";
		if (error) return data<ContactSaid>({ email: to, errors: { email: error } }, 422);
		if (!app.limits.take(visitor.network, "my"))
			return data<ContactSaid>({ email: to, notice: "letter.too-many" }, 429);
		const origin = visitorOrigin(app.settings, visitor, request.url);
		const asked = await askToMoveContact(app.db, app.keys, app.addressKey, email, { id, to, locale, origin });
		// It has been erased, or is another's: the page says what there is.
		if (asked === "gone") throw seeOther(`/${locale}/my/${params.token}`);
		app.wakeMailer();
		throw seeOther(`/${locale}/my/address/asked`);
	}
	const office = text(fields, "officer_role");
	const corrected = await correctOffice(app.db, app.keys, email, id, office);
	if (corrected.state === "wrong") return data<ContactSaid>({ office, errors: { officer_role: corrected.error } }, 422);
	throw seeOther(`/${locale}/my/${params.token}`);
}

export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const email = await addressOf(app.db, app.keys, params.token ?? "");
	if (!email) throw refuse(404);
	const found = (await findEndorsementsOf(app.db, app.keys, email)).find(({ id }) => id === params.id);
	// It has been erased, or is another's: the page says what there is.
	if (!found) throw seeOther(`/${locale}/my/${params.token}`);
	const { id, organisation, officerRole: office, state } = found;
	const { demonstration } = app.settings;
	return {
		locale,
		path: `/my/${params.token}`,
		id,
		organisation,
		office,
		movable: state !== "unverified",
		demonstration,
	};
}

/** As the page it belongs to: nothing for a history to tell. */
export const meta: MetaFunction<typeof loader> = () => pageMeta("Yntymaq");

/** Where a body's contact corrects the office, or asks another address to take its place; opening it changes nothing. */
export default function OfficeRoute() {
	const { locale, path, demonstration, ...contact } = useLoaderData<typeof loader>();
	const said: ContactSaid = useActionData<typeof action>() ?? {};
	return (
		<Shell locale={locale} path={`${path}/endorsements/${contact.id}`} demonstration={demonstration} quiet>
			<OfficeForm locale={locale} path={`/${locale}${path}`} {...contact} said={said} />
		</Shell>
	);
}
