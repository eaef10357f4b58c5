import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { codeOf } from "#app/fund/paying/desk.server.ts";
import { listBeneficiaries } from "#app/fund/paying/people.server.ts";
import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { campaignOf } from "../../signed-in.ts";
import { ListPages } from "./list-pages.tsx";
import { pageIn } from "./page-in.ts";

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { campaign } = campaignOf(context, params);
	const page = pageIn(request.url);
	const { rows: people, more } = await listBeneficiaries(context.app.db, campaign.id, page);
	return {
		desk: deskOf(context, params, request),
		slug: campaign.slug,
		page,
		more,
		people: people.map((person) => ({ ...person, code: codeOf(person.id), checked: person.missing.length === 0 })),
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.aid.people") : "Yntymaq");

/** Whom the fund may help, by number alone: a name is looked at one at a time, on its own page. */
export default function AidPeopleRoute() {
	const { desk, slug, page, more, people } = useLoaderData<typeof loader>();
	const t = translator(desk.locale);
	const here = `/organise/campaigns/${slug}/fund/aid/people`;
	return (
		<DeskShell desk={desk} title={t("organise.aid.people")}>
			<p>{t("organise.aid.people.about")}</p>
			<p>
				<a className="button" href={`${here}/new`}>
					{t("organise.aid.people.new")}
				</a>
			</p>
			{people.length === 0 && <p>{t("organise.aid.people.none")}</p>}
			<ul className="queue">
				{people.map(({ id, code, enteredOn, checked, open }) => (
					<li key={id}>
						<span className="ways">
							<a href={`${here}/${id}`}>{code}</a>
						</span>{" "}
						{t("organise.aid.people.line", { day: formatDay(enteredOn, desk.locale), open })}{" "}
						{t(checked ? "organise.aid.people.checked" : "organise.aid.people.unchecked")}
					</li>
				))}
			</ul>
			<ListPages t={t} here={here} page={page} more={more} />
		</DeskShell>
	);
}
