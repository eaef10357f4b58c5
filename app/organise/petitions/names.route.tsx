import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { keptNames, listedNames } from "#app/petitions/showing/hide-name.server.ts";
import { unreadNames } from "#app/petitions/showing/read-names.server.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { type Fields, readForm, text } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { afterOf } from "./after.ts";
import { NamesWithButton } from "./name-buttons.tsx";
import { hideListedName, readNameAgain, releaseNames } from "./names.server.ts";
import { UnreadNames } from "./unread-names.tsx";

export async function action({ request, params, context: { app, ...context } }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf({ app, ...context }, params);
	const fields = await readForm(request);
	const at = { campaignId: campaign.id, by: organiser.id };
	if (fields.get("intent") === "release") await releaseNames(app, at, readOf(fields));
	else {
		const [again, id] = [text(fields, "again"), text(fields, "name") || text(fields, "again")];
		if (!isId(id)) throw refuse(404);
		const done = await (again ? readNameAgain(app, at, id) : hideListedName(app, at, id));
		if (done === "enough") return data({ enough: true }, 429);
		if (!done) throw refuse(404);
	}
	throw seeOther(`/organise/campaigns/${campaign.slug}/names`);
}

/** Each name of the page has a field with what was seen of it, and a box that holds it back. */
function readOf(fields: Fields) {
	return [...fields].flatMap(([field, digest]) => {
		const id = field.startsWith("seen.") ? field.slice("seen.".length) : undefined;
		return isId(id) ? [{ id, digest, release: !fields.has(`hold.${id}`) }] : [];
	});
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const { db, keys } = context.app;
	const [unread, listed, kept] = await Promise.all([
		unreadNames(db, keys, campaign.id),
		listedNames(db, keys, campaign.id, afterOf(request.url)),
		keptNames(db, keys, campaign.id),
	]);
	return { desk: deskOf(context, params, request), slug: campaign.slug, unread, listed, kept };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.names.title")) : [];

/** The names that everybody is to see: read first, then on the list until somebody hides one. */
export default function NamesRoute() {
	const { desk, slug, unread, listed, kept } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	const here = `/organise/campaigns/${slug}/names`;
	const last = listed.at(-1);
	return (
		<DeskShell desk={desk} title={t("organise.names.title")}>
			{posted && <Notice>{t("organise.names.enough")}</Notice>}
			<UnreadNames t={t} action={here} names={unread} />
			<h2>{t("organise.names.listed")}</h2>
			<p>{t(listed.length > 0 ? "organise.names.text" : "organise.names.none")}</p>
			<NamesWithButton t={t} action={here} names={listed} field="name" label="organise.names.hide" />
			{last && (
				<p>
					<a href={`${here}?after=${last.id}`}>{t("names.next")}</a>
				</p>
			)}
			{kept.length > 0 && <h2>{t("organise.names.kept")}</h2>}
			<NamesWithButton t={t} action={here} names={kept} field="again" label="organise.names.again" />
		</DeskShell>
	);
}
