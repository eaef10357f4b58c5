import { type Locale, translator } from "#app/i18n/translate.ts";
import { Choice } from "#app/ui/field.tsx";
import { coverOf } from "../money/cover.ts";
import { formatAmount } from "../money/format-amount.ts";
import type { Offer } from "./currencies.ts";

/** Whether a giver adds the processor's fee, with what that would come to: a box that nobody has ticked for them. */
export function CoverChoice({ locale, offer, checked }: { locale: Locale; offer: Offer; checked: boolean }) {
	const t = translator(locale);
	const { currency, suggested, fee } = offer;
	const money = (amount: number) => formatAmount(amount, currency, locale);
	// The least and the most that are suggested: what lies between is between.
	const examples = [...new Set([Math.min(...suggested), Math.max(...suggested)])].map((gift) =>
		t("fund.cover.example", { gift: money(gift), cover: money(coverOf(gift, fee, currency)) }),
	);
	return (
		<Choice
			type="checkbox"
			name="cover_fee"
			label={t("fund.cover")}
			hint={t("fund.cover.hint", { examples: examples.join("; ") })}
			checked={checked}
		/>
	);
}
