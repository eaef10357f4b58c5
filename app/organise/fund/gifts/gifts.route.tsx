import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { formatAmount } from "#app/fund/paying/desk.server.ts";
import { listGifts, openAlarms } from "#app/fund/stripe/desk.server.ts";
import { translator } from "#app/i18n/translate.ts";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { serialOf } from "#app/web/is-id.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { campaignOf } from "../../signed-in.ts";
import { closeSeenAlarm } from "./act-gift.server.ts";
import { AlarmList } from "./alarm-list.tsx";
import { GiftList } from "./gift-list.tsx";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const alarm = serialOf(text(await readForm(request), "alarm"));
	if (alarm === undefined) throw refuse(404);
	await closeSeenAlarm(context.app, campaign.id, organiser.id, alarm);
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
		alarms,
		gifts: gifts.map(({ amount, currency, ...gift }) => ({
			...gift,
			amount: formatAmount(amount, currency, organiser.locale),
		})),
	});
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.gifts.title") : "Yntymaq");

/** What has come in, newest first, found by its reference, and what somebody has to look at. Nobody is named. */
export default function GiftsRoute() {
	const { desk, here, typed, page, more, mayAct, alarms, gifts } = useLoaderData<typeof loader>();
	const t = translator(desk.locale);
	const at = (to: number) => `${here}?${new URLSearchParams({ ...(typed && { reference: typed }), page: String(to) })}`;
	return (
		<DeskShell desk={desk} title={t("organise.gifts.title")}>
			<AlarmList t={t} here={here} alarms={alarms} mayAct={mayAct} />
			<form method="get" action={here}>
				<label htmlFor="reference">{t("organise.gifts.reference")}</label>
				<input id="reference" name="reference" defaultValue={typed} autoComplete="off" maxLength={40} />
				<button type="submit">{t("organise.gifts.find")}</button>
			</form>
			<GiftList t={t} here={here} gifts={gifts} />
			{(page > 1 || more) && (
				<nav aria-label={t("organise.gifts.pages")}>
					{page > 1 && <a href={at(page - 1)}>{t("organise.gifts.newer")}</a>}{" "}
					{more && <a href={at(page + 1)}>{t("organise.gifts.older")}</a>}
				</nav>
			)}
		</DeskShell>
	);
}
