import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { access, isAmong } from "../access.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { signedIn } from "../signed-in.ts";
import { NeedList } from "./need-list.tsx";
import { needsOf } from "./needs.server.ts";

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const organiser = signedIn(context);
	const lines = await needsOf(context.app.db, context.app.keys, organiser);
	const campaigns = [...organiser.campaigns.values()].map(({ slug, title, roles }) => ({
		slug,
		title,
		roles: [...roles],
		lines: lines.filter(({ campaign }) => campaign === slug),
	}));
	const site = lines.filter(({ campaign }) => campaign === null);
	const mayBegin = isAmong(access["organise/campaigns/new"]?.act ?? [], organiser);
	return { desk: deskOf(context, params, request), site, campaigns, mayBegin };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.desk") : "Yntymaq");

/** What needs an organiser now, in all their campaigns. */
export default function DeskRoute() {
	const { desk, site, campaigns, mayBegin } = useLoaderData<typeof loader>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.desk")}>
			{site.length > 0 && <NeedList t={t} lines={site} />}
			{campaigns.length === 0 && <p>{t("organise.desk.no-campaign")}</p>}
			{campaigns.map(({ slug, title, roles, lines }) => (
				<section key={slug} aria-labelledby={`campaign-${slug}`}>
					<h2 id={`campaign-${slug}`}>
						<a href={`/organise/campaigns/${slug}`}>{title}</a>
					</h2>
					<p className="hint">{roles.map((role) => t(`organise.role.${role}`)).join(", ")}</p>
					<NeedList t={t} lines={lines} />
				</section>
			))}
			{mayBegin && (
				<p>
					<a className="button" href="/organise/campaigns/new">
						{t("organise.desk.new-campaign")}
					</a>
				</p>
			)}
		</DeskShell>
	);
}
