import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { siteOrigin } from "#app/web/links.ts";
import { seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { signedIn } from "../signed-in.ts";
import { isAction } from "./actions.server.ts";
import { agree, askApproval } from "./approvals.server.ts";
import { ApprovalsPage } from "./approvals-page.tsx";
import { listApprovals } from "./list-approvals.server.ts";

/** Asking, and the second person's yes: both with a second factor of the last ten minutes. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { app } = context;
	const organiser = signedIn(context);
	const fields = await readForm(request.clone());
	const asking = { keys: app.keys, origin: siteOrigin(app.settings, request.url), organiser };
	const name = text(fields, "action");
	const came =
		text(fields, "intent") === "agree"
			? await agree(app.db, asking, text(fields, "id"))
			: isAction(name)
				? (
						await askApproval(app.db, asking, {
							action: name,
							campaign: organiser.campaigns.get(text(fields, "campaign")),
							subject: text(fields, "subject"),
						})
					).state
				: "unknown";
	app.wakeMailer();
	if (came === "agreed" || came === "asked") throw seeOther("/organise/approvals");
	return data({ came: came === "refused" ? "too late" : came }, 422);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { app } = context;
	const organiser = signedIn(context);
	const own = [...organiser.campaigns.values()].filter(({ roles }) => roles.has("administrator"));
	return {
		desk: deskOf(context, params, request),
		approvals: await listApprovals(app.db, app.keys, organiser),
		mayRotate: own.length > 0,
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.approvals.title")) : [];

export default function ApprovalsRoute() {
	const { desk, ...page } = useLoaderData<typeof loader>();
	const came = useActionData<typeof action>()?.came;
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.approvals.title")}>
			{came && <Notice>{t(`organise.approvals.${came.replaceAll(" ", "-")}` as "organise.approvals.unknown")}</Notice>}
			<ApprovalsPage locale={desk.locale} {...page} />
		</DeskShell>
	);
}
