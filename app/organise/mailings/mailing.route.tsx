import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import plots from "#app/ui/styles/plot.css?url";
import { serialOf } from "#app/web/is-id.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../desk-shell.tsx";
import { deskOf } from "../desk-ways.ts";
import { campaignOf } from "../signed-in.ts";
import { DraftView } from "./draft-view.tsx";
import { FindForm } from "./find-form.tsx";
import { MailShown } from "./mail-shown.tsx";
import { postMailing } from "./post.server.ts";
import { ProgressView } from "./progress-view.tsx";
import { readMailing } from "./read.server.ts";

export function links() {
	return [{ rel: "stylesheet", href: plots }];
}

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const id = serialOf(params.mailing);
	if (id === undefined) throw refuse(404);
	const by = { actor: organiser.id, campaign, origin: siteOrigin(app.settings, request.url) };
	const posted = new URLSearchParams(await request.text());
	// Asking whether somebody gets mail takes the second factor of the last ten minutes.
	if (posted.get("intent") === "find" && campaign.roles.has("administrator") && !organiser.steppedUp)
		throw seeOther(`/organise/step-up?back=/organise/campaigns/${campaign.slug}/mailings/${id}`);
	const came = await postMailing(app, by, id, posted);
	if (came.state === "gone") throw refuse(404);
	if (came.state === "done") throw seeOther(`/organise/campaigns/${campaign.slug}/mailings/${id}?done=${came.what}`);
	const page = await pageOf({ request, params, context });
	return data({ page, came }, came.state === "found" ? 200 : came.state === "not-yours" ? 403 : 409);
}

export async function loader(asked: LoaderFunctionArgs) {
	const done = /^(?:test|plan|redraw|pause|resume|cancel|again)$/.exec(
		new URL(asked.request.url).searchParams.get("done") ?? "",
	);
	return { ...(await pageOf(asked)), done: (done?.[0] ?? null) as "test" | null };
}

type Asked = Pick<LoaderFunctionArgs, "request" | "params" | "context">;

async function pageOf({ request, params, context }: Asked) {
	const { campaign } = campaignOf(context, params);
	const { app } = context;
	const id = serialOf(params.mailing);
	const origin = siteOrigin(app.settings, request.url);
	const mailing = id === undefined ? undefined : await readMailing(app, id, { campaign, origin });
	if (!mailing) throw refuse(404);
	const { roles } = campaign;
	return {
		desk: deskOf(context, params, request),
		home: `/organise/campaigns/${campaign.slug}`,
		mailing,
		mayWrite: roles.has("writer") || roles.has("administrator"),
		maySend: roles.has("administrator"),
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? pageMeta(translator(data.desk.locale)("organise.mailings.mailing", { id: data.mailing.id })) : [];

/** One mailing: before it goes what it will be, afterwards how it goes. */
export default function MailingRoute() {
	const loaded = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const { desk, home, mailing, mayWrite, maySend } = posted?.page ?? loaded;
	const t = translator(desk.locale);
	const { id, mails, draft, going } = mailing;
	const here = `${home}/mailings/${id}`;
	return (
		<DeskShell desk={desk} title={t("organise.mailings.mailing", { id })}>
			{posted && posted.came.state !== "found" && <Notice>{t(`organise.mailings.no.${posted.came.state}`)}</Notice>}
			{!posted && loaded.done && <Notice>{t(`organise.mailings.done.${loaded.done}`)}</Notice>}
			<p>
				<strong>{t(`organise.mailings.state.${draft?.asked ? "asked" : mailing.status}`)}</strong>
				{mailing.update && (
					<>
						{" · "}
						<a href={`/${desk.locale}/campaigns/${desk.campaign?.slug}/updates/${mailing.update.number}`}>
							{t("updates.number", { number: mailing.update.number })}
						</a>
					</>
				)}
			</p>
			{going?.progress && <ProgressView {...{ t, here, mayWrite, maySend, going }} locale={desk.locale} />}
			{going && maySend && (
				<FindForm t={t} locale={desk.locale} found={posted?.came.state === "found" ? posted.came.found : undefined} />
			)}
			{draft && <DraftView {...{ t, home, mailing, draft, mayWrite, maySend }} locale={desk.locale} />}
			<MailShown t={t} here={here} mails={mails} />
			<p>
				<a href={`${home}/mailings`}>{t("organise.mailings.all")}</a>
			</p>
		</DeskShell>
	);
}
