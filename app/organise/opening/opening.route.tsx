import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { changeOpening, type Opening, openingsOf } from "./opening.server.ts";
import { OpeningList } from "./opening-list.tsx";
import { changePicketFacts, picketFacts } from "./picket-facts.server.ts";
import { PicketFactsForm } from "./picket-facts-form.tsx";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db } = context.app;
	const fields = await readForm(request);
	const [verb, thing] = text(fields, "intent").split(" ");
	if (verb === "write" && thing === "pickets") {
		await changePicketFacts(db, organiser.id, campaign.id, fields);
		context.app.pagesChanged("at once");
		throw seeOther(`/organise/campaigns/${campaign.slug}/opening#pickets`);
	}
	if ((verb !== "open" && verb !== "close") || !isThing(thing)) throw refuse(404);
	const slug = thing === "petition" ? text(fields, "petition") : undefined;
	const changed = await changeOpening(db, organiser.id, campaign, { thing, open: verb === "open", slug });
	if (changed === "unknown") throw refuse(404);
	if (changed === "incomplete") return data({ notice: "organise.opening.incomplete" as const }, 409);
	context.app.pagesChanged("at once");
	throw seeOther(`/organise/campaigns/${campaign.slug}/opening`);
}

function isThing(word: string | undefined): word is Opening["thing"] {
	return word === "campaign" || word === "petition" || word === "fund" || word === "pickets";
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db } = context.app;
	const [openings, facts] = await Promise.all([
		openingsOf(db, campaign.id, organiser.locale),
		picketFacts(db, campaign.id),
	]);
	const administers = campaign.roles.has("administrator");
	return { desk: deskOf(context, params, request), slug: campaign.slug, openings, facts, administers };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.opening.title") : "Yntymaq");

/** The opening checklists: a campaign stays unseen, and a public form closed, until its list is complete. */
export default function OpeningRoute() {
	const { desk, slug, openings, facts, administers } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.opening.title")}>
			{posted && <Notice>{t(posted.notice)}</Notice>}
			<p>{t("organise.opening.about")}</p>
			{openings.map((opening) => (
				<OpeningList
					key={`${opening.thing} ${opening.slug}`}
					t={t}
					campaign={slug}
					opening={opening}
					administers={administers}
				/>
			))}
			{administers && <PicketFactsForm t={t} facts={facts} />}
		</DeskShell>
	);
}
