import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { dayIn } from "#app/petitions/endorsing/desk-words.server.ts";
import { knownNames, petitionsOf } from "#app/petitions/endorsing/for-desk.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm } from "#app/web/form.ts";
import { refuse } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { zoneOf } from "../editing/texts-list.server.ts";
import { campaignOf } from "../signed-in.ts";
import { enterAtDesk } from "./enter.server.ts";
import { ImportPage } from "./import-page.tsx";
import { readImport } from "./read-import.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const fields = await readForm(request);
	const petition = fields.get("petition") ?? "";
	if (!(await petitionsOf(app.db, campaign.id)).includes(petition)) throw refuse(404);
	const csv = fields.get("csv") ?? "";
	const known = await knownNames(app.db, campaign.id);
	const read = readImport(csv, dayIn(await zoneOf(app.db, campaign.id), app.now()), known);
	const posted = { csv, petition, read, entered: null };
	const inOrder = "entries" in read && read.entries.length > 0;
	if (!inOrder) return data(posted, 422);
	// First everything is shown as it was understood; only what was seen is entered.
	if (fields.get("intent") !== "enter") return data(posted, 200);
	const entered = await enterAtDesk(app, { campaignId: campaign.id, petition, by: organiser.id }, read.entries);
	return data({ ...posted, csv: "", entered }, 200);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	return { desk: deskOf(context, params, request), petitions: await petitionsOf(context.app.db, campaign.id) };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.import.title")) : [];

/** Many endorsements at once, from a table with the evidence of each. */
export default function ImportRoute() {
	const { desk, petitions } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.import.title")}>
			<ImportPage t={t} petitions={petitions} {...posted} />
		</DeskShell>
	);
}
