import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { Choice, Field } from "#app/ui/field.tsx";
import { fieldAmount, formatAmount } from "../money/format-amount.ts";
import type { DonationSaid, ShownDonation } from "./shown.ts";

interface MonthlyPartProps extends DonationSaid {
	locale: Locale;
	path: string;
	monthly: NonNullable<ShownDonation["monthly"]>;
	manageable: boolean;
	/** What the gift adds towards the fee now, minor units; 0 where nothing is added. */
	cover: number;
}

/** A monthly gift: what comes next, and one button each to end it, pause it, change it or give another card. */
export function MonthlyPart({ locale, path, monthly, manageable, cover, wrong, typed }: MonthlyPartProps) {
	const t = translator(locale);
	const { currency, paused, endedOn } = monthly;
	const amount = formatAmount(monthly.amount, currency, locale);
	return (
		<>
			<h2>{t("donation.monthly")}</h2>
			<p>{standing(locale, monthly)}</p>
			{manageable && !endedOn && (
				<>
					<form method="post" action={path}>
						<input type="hidden" name="intent" value="end" />
						<p>{t("donation.monthly.end.text")}</p>
						<button type="submit">{t("donation.monthly.end")}</button>
					</form>
					<form method="post" action={path}>
						<input type="hidden" name="intent" value={paused ? "resume" : "pause"} />
						<button type="submit" className="quiet">
							{t(paused ? "donation.monthly.resume" : "donation.monthly.pause")}
						</button>
					</form>
					<form method="post" action={path}>
						<input type="hidden" name="intent" value="card" />
						<button type="submit" className="quiet">
							{t("donation.monthly.card")}
						</button>
						<p className="hint">{t("donation.monthly.card.hint")}</p>
					</form>
					<form method="post" action={path} noValidate>
						<input type="hidden" name="intent" value="change" />
						<Field
							name="amount"
							label={t("donation.monthly.amount", { currency })}
							hint={t("donation.monthly.amount.hint", { amount })}
							error={wrong?.amount && t(wrong.amount.key, wrong.amount.values)}
						>
							{(attributes) => (
								<input
									{...attributes}
									type="text"
									inputMode="decimal"
									autoComplete="off"
									defaultValue={typed?.amount ?? fieldAmount(monthly.amount, currency, locale)}
								/>
							)}
						</Field>
						<Choice
							type="checkbox"
							name="cover_fee"
							label={t("fund.cover")}
							// What they chose with the gift itself; nobody ticks it for who did not.
							checked={cover > 0}
							hint={
								cover > 0
									? t("donation.monthly.cover.now", { cover: formatAmount(cover, currency, locale) })
									: undefined
							}
						/>
						<button type="submit" className="quiet">
							{t("donation.monthly.amount.button")}
						</button>
					</form>
				</>
			)}
		</>
	);
}

function standing(locale: Locale, monthly: MonthlyPartProps["monthly"]): string {
	const t = translator(locale);
	if (monthly.gone) return t("donation.monthly.gone");
	const { paused, behind, nextOn, cancelOn, endedOn, amount, currency } = monthly;
	if (endedOn) return t("donation.monthly.ended", { day: formatDay(endedOn, locale) });
	if (cancelOn) return t("donation.monthly.ends", { day: formatDay(cancelOn, locale) });
	if (behind) return t("donation.monthly.behind");
	if (paused || !nextOn) return t("donation.monthly.paused");
	return t("donation.monthly.next", {
		amount: formatAmount(amount, currency, locale),
		day: formatDay(nextOn, locale),
	});
}
