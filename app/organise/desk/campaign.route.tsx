import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { formatMoment } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import plots from "#app/ui/styles/plot.css?url";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { campaignFigures } from "./campaign-desk.server.ts";
import { MailPlots } from "./mail-plots.tsx";
import { NeedList } from "./need-list.tsx";
import { needsOf } from "./needs.server.ts";
import { SigningPlots } from "./signing-plots.tsx";

export function links() {
	return [{ rel: "stylesheet", href: plots }];
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const petition = new URL(request.url).searchParams.get("petition");
	const [lines, figures] = await Promise.all([
		needsOf(app.db, app.keys, organiser, campaign),
		campaignFigures(app.db, campaign.id, organiser.locale, petition),
	]);
	const { slug, title } = campaign;
	return { desk: deskOf(context, params, request), slug, title, lines, figures, now: app.now().toISOString() };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? `${translator(data.desk.locale)("organise.desk")}: ${data.slug}` : "Yntymaq");

/** One campaign: what needs its organisers now, then its numbers. */
export default function CampaignDeskRoute() {
	const { desk, slug, title, lines, figures, now } = useLoaderData<typeof loader>();
	const { locale } = desk;
	const t = translator(locale);
	const { signing, petitions, mail, zone } = figures;
	return (
		<DeskShell desk={desk} title={title}>
			<NeedList t={t} lines={lines} />
			{petitions.length > 1 && (
				<nav aria-label={t("organise.desk.petitions")}>
					<ul className="ways">
						{petitions.map((one) => (
							<li key={one.slug}>
								<a
									href={`/organise/campaigns/${slug}?petition=${one.slug}`}
									aria-current={one.slug === signing?.slug ? "page" : undefined}
								>
									{one.title}
								</a>
							</li>
						))}
					</ul>
				</nav>
			)}
			{signing && (
				<section aria-labelledby="signatures">
					<h2 id="signatures">{signing.title}</h2>
					<p className="count">{t("petition.count", { count: signing.count })}</p>
					<p className="hint">{t("organise.desk.as-of", { at: formatMoment(new Date(signing.at), locale) })}</p>
					<SigningPlots t={t} locale={locale} signing={signing} zone={zone} now={now} />
				</section>
			)}
			<section aria-labelledby="mail">
				<h2 id="mail">{t("organise.desk.mail")}</h2>
				<p className="hint">
					{t("organise.desk.mail.whole-site")}{" "}
					{mail.at && t("organise.desk.as-of", { at: formatMoment(new Date(mail.at), locale) })}
				</p>
				{mail.days.length === 0 && <p>{t("organise.desk.mail.none")}</p>}
				<MailPlots t={t} locale={locale} mail={mail} now={now} />
			</section>
		</DeskShell>
	);
}
