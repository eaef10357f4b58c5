import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { listMailings, updatesLately, updatesToSend } from "#app/mailings/writing/list.server.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { serialOf } from "#app/web/is-id.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { makeMailing } from "./act.server.ts";
import { MailingList } from "./mailing-list.tsx";

/** Makes the mail of an update; who presses twice is led to the first. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const number = serialOf(text(await readForm(request.clone()), "update"));
	if (number === undefined) throw refuse(404);
	const by = { actor: organiser.id, campaign, origin: siteOrigin(app.settings, request.url) };
	const made = await makeMailing(app, by, number);
	if (made.state === "no-update") throw refuse(404);
	throw seeOther(`/organise/campaigns/${campaign.slug}/mailings/${made.id}`);
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db, settings } = context.app;
	const [mailings, updates, lately] = await Promise.all([
		listMailings(db, campaign.id, organiser.locale),
		updatesToSend(db, campaign.id, organiser.locale),
		updatesLately(db, campaign.id),
	]);
	const mayMake = campaign.roles.has("writer") || campaign.roles.has("administrator");
	const most = settings.MAIL_MAX_UPDATES;
	return { desk: deskOf(context, params, request), slug: campaign.slug, mailings, updates, lately, most, mayMake };
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.mailings.title")) : [];

/** Mails to everybody who subscribed: what was sent, and what can be. */
export default function MailingsRoute() {
	const { desk, slug, mailings, updates, lately, most, mayMake } = useLoaderData<typeof loader>();
	const t = translator(desk.locale);
	const home = `/organise/campaigns/${slug}`;
	return (
		<DeskShell desk={desk} title={t("organise.mailings.title")}>
			<p>{t("organise.mailings.text")}</p>
			<p>{t("organise.mailings.lately", { count: lately, most })}</p>
			<section aria-labelledby="to-send">
				<h2 id="to-send">{t("organise.mailings.to-send")}</h2>
				{updates.length === 0 && <p>{t("organise.mailings.to-send.none")}</p>}
				<ul className="texts">
					{updates.map(({ number, title }) => (
						<li key={number}>
							<p>
								<strong>{t("updates.number", { number })}</strong>: {title}
							</p>
							{mayMake && (
								<form method="post">
									<button type="submit" name="update" value={number} className="quiet">
										{t("organise.mailings.make", { number })}
									</button>
								</form>
							)}
						</li>
					))}
				</ul>
				<p>
					<a href={`${home}/texts#add`}>{t("organise.mailings.write")}</a>
				</p>
			</section>
			<MailingList t={t} locale={desk.locale} home={`${home}/mailings`} mailings={mailings} />
		</DeskShell>
	);
}
