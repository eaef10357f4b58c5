import type { ReadGift } from "#app/fund/gifts/desk.server.ts";
import { formatDay } from "#app/i18n/format.ts";
import type { Locale, MessageKey, Translate } from "#app/i18n/translate.ts";

/** A gift whose amounts are text. */
type SaidGift = Omit<ReadGift, "amount" | "refunded" | "left" | "fee" | "refunds" | "cases"> & {
	amount: string;
	refunded: string | null;
	fee: string | null;
	refunds: readonly (Omit<ReadGift["refunds"][number], "amount"> & { amount: string })[];
	cases: readonly (Omit<ReadGift["cases"][number], "amount"> & { amount: string })[];
};

/** What is known of one gift: of the giver nothing. */
export function GiftFactsList({ t, locale, gift }: { t: Translate; locale: Locale; gift: SaidGift }) {
	const facts: [MessageKey, string][] = [
		["organise.gifts.amount", gift.amount],
		["organise.gifts.day", formatDay(gift.givenOn, locale)],
		["organise.gifts.state", t(`fund.gift-state.${gift.state}`)],
		["organise.gifts.fee", gift.fee ?? t("organise.gifts.fee.pending")],
		...(gift.refunded ? ([["organise.gifts.refunded", gift.refunded]] satisfies [MessageKey, string][]) : []),
		["organise.gifts.reference", gift.reference ?? "—"],
	];
	return (
		<>
			<dl className="facts">
				{facts.map(([name, value]) => (
					<div key={name}>
						<dt>{t(name)}</dt>
						<dd>{value}</dd>
					</div>
				))}
			</dl>
			{gift.refunds.length > 0 && (
				<section aria-labelledby="refunds">
					<h2 id="refunds">{t("organise.gifts.refunds")}</h2>
					<ul>
						{gift.refunds.map(({ id, amount, state, madeOn, here }) => (
							<li key={id}>
								{formatDay(madeOn, locale)}: {amount}, {t(`organise.gifts.refund-state.${stateOf(state)}`)}
								{!here && ` (${t("organise.gifts.elsewhere")})`}
							</li>
						))}
					</ul>
				</section>
			)}
			{gift.cases.length > 0 && (
				<section aria-labelledby="cases">
					<h2 id="cases">{t("organise.gifts.cases")}</h2>
					<ul>
						{gift.cases.map(({ id, amount, reason, status, dueOn }) => (
							<li key={id}>
								{amount}: <code>{status}</code>, <code>{reason}</code>
								{dueOn && `. ${t("organise.gifts.case-due", { day: formatDay(dueOn, locale) })}`}
							</li>
						))}
					</ul>
				</section>
			)}
		</>
	);
}

const states = ["asked", "pending", "succeeded", "failed", "canceled", "refused"] as const;

function stateOf(state: string): (typeof states)[number] {
	return states.find((one) => one === state) ?? "pending";
}
