import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { afterOf } from "./after.ts";
import { publishLine, readLines } from "./lines.server.ts";
import { LinesTable } from "./lines-table.tsx";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const fields = await readForm(request);
	const [id, intent, after] = ["line", "intent", "after"].map((name) => text(fields, name));
	if (!isId(id) || (intent !== "pick" && intent !== "unpick")) throw refuse(404);
	if (!(await publishLine(context.app, campaign.id, organiser.id, id, intent === "pick"))) throw refuse(409);
	throw seeOther(`/organise/campaigns/${campaign.slug}/lines${isId(after) ? `?after=${after}` : ""}`);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const after = afterOf(request.url);
	const lines = await readLines(context.app, campaign.id, after);
	return { desk: deskOf(context, params, request), slug: campaign.slug, after, lines };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.lines.title")) : [];

/** What signers wrote to the families: all of it is read here, and what they allow can be published. */
export default function LinesRoute() {
	const { desk, slug, after, lines } = useLoaderData<typeof loader>();
	const t = translator(desk.locale);
	const here = `/organise/campaigns/${slug}/lines`;
	const last = lines.at(-1);
	return (
		<DeskShell desk={desk} title={t("organise.lines.title")}>
			<p>{t(lines.length > 0 ? "organise.lines.text" : "organise.lines.none")}</p>
			<LinesTable t={t} here={here} after={after} lines={lines} />
			{last && (
				<p>
					<a href={`${here}?after=${last.id}`}>{t("names.next")}</a>
				</p>
			)}
		</DeskShell>
	);
}
