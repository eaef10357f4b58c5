import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { formatAmount, keptOffers, printReference } from "#app/fund/bank/desk.server.ts";
import { readHeld } from "#app/fund/holding/held-desk.server.ts";
import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { type Fields, readForm, text } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { askApproval } from "../../approvals/approvals.server.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { campaignOf } from "../../signed-in.ts";
import { setLimit } from "./act.server.ts";
import { HeldGift } from "./held-gift.tsx";
import { LimitForm } from "./limit-form.tsx";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const at = campaignOf(context, params);
	const fields = await readForm(request);
	const no = await act(request, context, at, fields);
	if (no) return data({ no, values: Object.fromEntries(fields) }, 422);
	context.app.wakeMailer();
	throw seeOther(`/organise/campaigns/${at.campaign.slug}/fund/held`);
}

async function act(
	request: Request,
	{ app }: ActionFunctionArgs["context"],
	{ organiser, campaign }: ReturnType<typeof campaignOf>,
	fields: Fields,
): Promise<"gone" | "waits" | "amount" | "high" | undefined> {
	const intent = text(fields, "intent");
	if (intent === "limit") {
		const limit = { currency: text(fields, "currency").toUpperCase(), amount: text(fields, "amount") };
		return (await setLimit(app, { campaignId: campaign.id, by: organiser.id }, limit, organiser.locale)) ?? undefined;
	}
	const gift = text(fields, "gift");
	const asks = (["accept", "give-back"] as const).find((one) => one === intent);
	if (!isId(gift) || !asks) throw refuse(404);
	const asking = { keys: app.keys, origin: siteOrigin(app.settings, request.url), organiser };
	const asked = await askApproval(app.db, asking, { action: `gift.${asks}`, campaign, subject: gift });
	return asked.state === "asked" ? undefined : asked.state === "waits" ? "waits" : "gone";
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { db, keys } = context.app;
	const { locale } = organiser;
	const currencies = (await keptOffers(db, campaign.id)).map(({ currency }) => currency);
	const { gifts, limits } = await readHeld(db, keys, campaign.id, currencies);
	return {
		desk: deskOf(context, params, request),
		explained: new URL(request.url).searchParams.has("explained"),
		mayAccept: campaign.roles.has("committee"),
		mayGiveBack: campaign.roles.has("treasurer") || campaign.roles.has("committee"),
		limits: limits.map(({ currency, amount }) => formatAmount(amount, currency, locale)),
		currencies: limits.map(({ currency }) => currency),
		gifts: gifts.map(({ amount, currency, givenOn, settledOn, owed, reference, ...gift }) => ({
			...gift,
			amount: formatAmount(amount, currency, locale),
			day: formatDay(givenOn, locale),
			settled: settledOn === null ? null : formatDay(settledOn, locale),
			owed: owed > 0 ? formatAmount(owed, currency, locale) : null,
			reference: reference === null ? "" : printReference(reference),
		})),
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.held-gifts.title") : "Yntymaq");

/** Gifts that are not the fund's yet: why, from whom, and what two may do. */
export default function HeldRoute() {
	const { desk, explained, mayAccept, mayGiveBack, gifts, limits, currencies } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	const ofLimit = posted?.no === "amount" || posted?.no === "high";
	return (
		<DeskShell desk={desk} title={t("organise.held-gifts.title")}>
			{posted && !ofLimit && <Notice>{t(`organise.held-gifts.no.${posted.no}`)}</Notice>}
			{explained && !posted && <Notice>{t("organise.held-gifts.explained")}</Notice>}
			<p>{t("organise.held-gifts.text")}</p>
			{gifts.length === 0 && <p>{t("organise.held-gifts.none")}</p>}
			<ul className="queue">
				{gifts.map((gift) => (
					<HeldGift key={gift.giftId} t={t} gift={gift} mayAccept={mayAccept} mayGiveBack={mayGiveBack} />
				))}
			</ul>
			<LimitForm
				t={t}
				limits={limits}
				currencies={currencies}
				typed={ofLimit ? { ...posted.values, error: t(`organise.held-gifts.no.${posted.no}`) } : {}}
			/>
		</DeskShell>
	);
}
