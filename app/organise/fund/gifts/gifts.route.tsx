import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { openAlarms } from "#app/fund/alarms/desk.server.ts";
import { listGifts } from "#app/fund/gifts/desk.server.ts";
import { formatAmount } from "#app/fund/paying/desk.server.ts";
import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/translate.ts";
import { Field, Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm } from "#app/web/form.ts";
import { serialOf } from "#app/web/is-id.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { campaignOf } from "../../signed-in.ts";
import { closeSeenAlarm, sayWhatItWas } from "./act-gift.server.ts";
import { AlarmList } from "./alarm-list.tsx";
import { askToCallFees } from "./ask-fees.server.ts";
import { GiftList } from "./gift-list.tsx";
import { parseSaid } from "./parse-said.ts";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const parsed = parseSaid(await readForm(request));
	if (!parsed) throw refuse(404);
	const { alarm, said } = parsed;
	if (said) {
		const desk = { campaignId: campaign.id, by: organiser.id, origin: siteOrigin(app.settings, request.url) };
		const no = await sayWhatItWas(app, desk, alarm, said);
		if (no === "held") throw seeOther(`/organise/campaigns/${campaign.slug}/fund/held?explained=1`);
		if (no === "two") {
			const asked = await askToCallFees(app, { organiser, campaign, origin: desk.origin }, alarm);
			return data({ no: asked ? ("asked" as const) : ("waits" as const) }, asked ? 200 : 409);
		}
		if (no) return data({ no }, no === "unreachable" ? 503 : 422);
		app.wakeMailer();
	} else await closeSeenAlarm(app, campaign.id, organiser.id, alarm);
	throw seeOther(`/organise/campaigns/${campaign.slug}/fund/gifts`);
}

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db } = context.app;
	const query = new URL(request.url).searchParams;
	const typed = query.get("reference")?.slice(0, 40) || undefined;
	const page = serialOf(query.get("page")) ?? 1;
	const [{ gifts, more }, alarms] = await Promise.all([
		listGifts(db, campaign.id, { typed, page }),
		openAlarms(db, campaign.id),
	]);
	return data({
		desk: deskOf(context, params, request),
		here: `/organise/campaigns/${campaign.slug}/fund/gifts`,
		typed: typed ?? "",
		page,
		more,
		mayAct: campaign.roles.has("treasurer"),
		alarms: alarms.map(({ waits, openedOn, ...alarm }) => ({
			...alarm,
			openedOn: formatDay(openedOn, organiser.locale),
			waits:
				waits &&
				`${formatDay(waits.day, organiser.locale)}: ${formatAmount(waits.amount, waits.currency, organiser.locale)}`,
		})),
		gifts: gifts.map(({ amount, currency, givenOn, ...gift }) => ({
			...gift,
			day: formatDay(givenOn, organiser.locale),
			amount: formatAmount(amount, currency, organiser.locale),
		})),
	});
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.gifts.title") : "Yntymaq");

/** What has come in, newest first, found by its reference, and what somebody has to look at. Nobody is named. */
export default function GiftsRoute() {
	const { desk, here, typed, page, more, mayAct, alarms, gifts } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	const at = (to: number) => `${here}?${new URLSearchParams({ ...(typed && { reference: typed }), page: String(to) })}`;
	return (
		<DeskShell desk={desk} title={t("organise.gifts.title")}>
			{posted && <Notice>{t(`organise.gifts.is.no.${posted.no}`)}</Notice>}
			<AlarmList t={t} locale={desk.locale} here={here} alarms={alarms} mayAct={mayAct} />
			<form method="get" action={here}>
				<Field name="reference" label={t("organise.gifts.reference")}>
					{(attributes) => <input {...attributes} type="text" defaultValue={typed} autoComplete="off" maxLength={40} />}
				</Field>
				<button type="submit">{t("organise.gifts.find")}</button>
			</form>
			<GiftList t={t} here={here} gifts={gifts} />
			{(page > 1 || more) && (
				<nav className="ways" aria-label={t("organise.gifts.pages")}>
					{page > 1 && <a href={at(page - 1)}>{t("organise.gifts.newer")}</a>}{" "}
					{more && <a href={at(page + 1)}>{t("organise.gifts.older")}</a>}
				</nav>
			)}
		</DeskShell>
	);
}
