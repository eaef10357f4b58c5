import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readGift } from "#app/fund/gifts/desk.server.ts";
import { fieldAmount, formatAmount, parseAmount } from "#app/fund/paying/desk.server.ts";
import { translator } from "#app/i18n/translate.ts";
import { Notice } from "#app/ui/field.tsx";
import { pageMeta } from "#app/ui/meta.ts";
import { readForm, text } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { DeskShell } from "../../desk-shell.tsx";
import { deskOf } from "../../desk-ways.ts";
import { campaignOf } from "../../signed-in.ts";
import { refundGift, sendReceiptAgain } from "./act-gift.server.ts";
import { GiftFactsList } from "./gift-facts.tsx";
import { RefundForm } from "./refund-form.tsx";

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const { app } = context;
	const gift = isId(params.gift) ? await readGift(app.db, campaign.id, params.gift) : undefined;
	if (!gift) throw refuse(404);
	const fields = await readForm(request);
	const here = `/organise/campaigns/${campaign.slug}/fund/gifts/${gift.id}` as const;
	if (text(fields, "intent") === "receipt") {
		const origin = siteOrigin(app.settings, request.url);
		const today = app.now().toISOString().slice(0, 10);
		const sent = await sendReceiptAgain(app, campaign.id, organiser.id, gift.id, { origin, today });
		if (sent) throw seeOther(`${here}?sent=1`);
		return data({ no: "organise.gifts.no-receipt" as const, typed: "" }, 409);
	}
	if (text(fields, "intent") !== "refund") throw refuse(404);
	const typed = text(fields, "amount");
	const amount = parseAmount(typed, gift.currency, organiser.locale);
	if (typeof amount !== "number" || amount <= 0)
		return data({ no: "organise.gifts.amount-unread" as const, typed }, 422);
	const asked = await refundGift(app, campaign.id, organiser.id, gift.id, amount);
	if (asked === "asked") throw seeOther(here);
	return data({ no: refusals[asked], typed }, 409);
}

const refusals = {
	held: "organise.gifts.refund.held",
	"no gift": "organise.gifts.refund.no-gift",
	disputed: "organise.gifts.refund.disputed",
	"too much": "organise.gifts.refund.too-much",
} as const;

export async function loader({ params, context, request }: LoaderFunctionArgs) {
	const { organiser, campaign } = campaignOf(context, params);
	const gift = isId(params.gift) ? await readGift(context.app.db, campaign.id, params.gift) : undefined;
	if (!gift) throw refuse(404);
	const say = (amount: number, currency = gift.currency) => formatAmount(amount, currency, organiser.locale);
	return {
		desk: deskOf(context, params, request),
		list: `/organise/campaigns/${campaign.slug}/fund/gifts`,
		sent: new URL(request.url).searchParams.has("sent"),
		mayAct: campaign.roles.has("treasurer"),
		mayRefund: gift.way === "card" && gift.left > 0 && !["processing", "failed", "held"].includes(gift.state),
		whole: fieldAmount(gift.left, gift.currency, organiser.locale),
		gift: {
			...gift,
			amount: say(gift.amount),
			refunded: gift.refunded > 0 ? say(gift.refunded) : null,
			left: say(gift.left),
			fee: gift.fee !== null && gift.feeCurrency ? say(gift.fee, gift.feeCurrency) : null,
			refunds: gift.refunds.map((refund) => ({ ...refund, amount: say(refund.amount) })),
			cases: gift.cases.map((one) => ({ ...one, amount: say(one.amount, one.currency) })),
		},
	};
}

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	pageMeta(data ? translator(data.desk.locale)("organise.gifts.gift") : "Yntymaq");

/** One gift: what became of it, and for a treasurer what can be given back and sent again. */
export default function GiftRoute() {
	const { desk, list, sent, gift, whole, mayAct, mayRefund } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const t = translator(desk.locale);
	return (
		<DeskShell desk={desk} title={t("organise.gifts.gift")}>
			{sent && !posted && <Notice>{t("organise.gifts.receipt-sent")}</Notice>}
			{posted && <Notice>{t(posted.no)}</Notice>}
			{gift.double && <Notice>{t("fund.alarm.double-gift")}</Notice>}
			<GiftFactsList t={t} locale={desk.locale} gift={gift} />
			{mayAct && mayRefund && <RefundForm t={t} left={gift.left} typed={posted?.typed || whole} />}
			{mayAct && gift.canWrite && gift.state !== "processing" && gift.state !== "failed" && (
				<form method="post">
					<button type="submit" name="intent" value="receipt" className="quiet">
						{t("organise.gifts.receipt-again")}
					</button>
				</form>
			)}
			<p className="back-below">
				<a href={list}>{t("organise.gifts.title")}</a>
			</p>
		</DeskShell>
	);
}
