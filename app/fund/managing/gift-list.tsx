import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { formatAmount } from "../money/format-amount.ts";
import type { OwnGift } from "./own-donation.server.ts";
import { hasArrived } from "./shown.ts";

interface GiftListProps {
	locale: Locale;
	path: string;
	gifts: readonly OwnGift[];
}

/** Each payment and what became of it, newest first, as the books have it. */
export function GiftList({ locale, path, gifts }: GiftListProps) {
	const t = translator(locale);
	if (gifts.length === 0) return <p>{t("donation.none")}</p>;
	return (
		<ul>
			{gifts.map((gift) => (
				<li key={gift.id}>
					{formatDay(gift.day, locale)}: {formatAmount(gift.amount, gift.currency, locale)},{" "}
					{t(`donation.gift.${gift.state}`)}
					{gift.state === "refunded-in-part" && `: ${formatAmount(gift.returned, gift.currency, locale)}`}
					{hasArrived(gift) && (
						<>
							{". "}
							<a href={`${path}/receipts/${gift.id}`}>{t("donation.receipt", { day: formatDay(gift.day, locale) })}</a>
						</>
					)}
				</li>
			))}
		</ul>
	);
}
