import type { ListedGift } from "#app/fund/gifts/desk.server.ts";
import type { Translate } from "#app/i18n/translate.ts";

interface GiftListProps {
	t: Translate;
	here: string;
	/** Their amounts and days as text. */
	gifts: readonly (Omit<ListedGift, "amount" | "currency" | "givenOn"> & { amount: string; day: string })[];
}

/** Gifts by day, way and reference: each opens. */
export function GiftList({ t, here, gifts }: GiftListProps) {
	if (gifts.length === 0) return <p>{t("organise.gifts.none")}</p>;
	return (
		<section aria-labelledby="gifts">
			<h2 id="gifts">{t("organise.gifts.list")}</h2>
			<ul className="queue">
				{gifts.map(({ id, day, amount, way, monthly, state, reference, double }) => (
					<li key={id} className="gift">
						<span className="ways">
							<a href={`${here}/${id}`}>
								{amount} · {day}
							</a>
						</span>
						{[
							t(`organise.gifts.way.${way}`),
							monthly && t("organise.gifts.monthly"),
							t(`fund.gift-state.${state}`),
							double && t("organise.gifts.double"),
							reference,
						]
							.filter(Boolean)
							.join(" · ")}
					</li>
				))}
			</ul>
		</section>
	);
}
