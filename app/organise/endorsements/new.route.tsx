import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { dayIn } from "#app/petitions/endorsing/desk-words.server.ts";
import { knownNames, petitionsOf } from "#app/petitions/endorsing/for-desk.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { zoneOf } from "../editing/texts-list.server.ts";
import { campaignOf } from "../signed-in.ts";
import { enterAtDesk } from "./enter.server.ts";
import { cellsOf, readEntry } from "./entry-fields.ts";
import { EntryForm } from "./entry-form.tsx";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const fields = await readForm(request);
	const petition = text(fields, "petition");
	if (!(await petitionsOf(app.db, campaign.id)).includes(petition)) throw refuse(404);
	const cells = cellsOf(fields);
	const read = readEntry(cells, dayIn(await zoneOf(app.db, campaign.id), app.now()));
	const lost =
		cells.parent !== "" && !(await knownNames(app.db, campaign.id)).has(cells.parent.toLowerCase())
			? [{ column: "parent" as const, key: "organise.import.parent" as const }]
			: [];
	if ("wrong" in read || lost.length > 0)
		return data({ cells, wrong: ["wrong" in read ? read.wrong : [], lost].flat() }, 422);
	const n = await enterAtDesk(app, { campaignId: campaign.id, petition, by: organiser.id }, [read.entry]);
	if (n === 0) return data({ cells, wrong: [{ column: "name" as const, key: "organise.entry.there" as const }] }, 409);
	throw seeOther(`/organise/campaigns/${campaign.slug}/endorsements`);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	return { desk: deskOf(context, params, request), petitions: await petitionsOf(context.app.db, campaign.id) };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.endorsements.new")) : [];

/** An endorsement that reached the organisers otherwise: by letter, by telephone, at a meeting. */
export default function NewEndorsementRoute() {
	const { desk, petitions } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.endorsements.new")}>
			<EntryForm t={t} petitions={petitions} cells={posted?.cells} wrong={posted?.wrong ?? []} />
		</DeskShell>
	);
}
