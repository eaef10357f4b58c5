import type { ListedGift } from "#app/fund/stripe/desk.server.ts";
import type { Translate } from "#app/i18n/translate.ts";

interface GiftListProps {
	t: Translate;
	here: string;
	/** Their amounts as text. */
	gifts: readonly (Omit<ListedGift, "amount" | "currency"> & { amount: string })[];
}

/** Gifts by day, way and reference. */
export function GiftList({ t, here, gifts }: GiftListProps) {
	if (gifts.length === 0) return <p>{t("organise.gifts.none")}</p>;
	return (
		<table>
			<caption>{t("organise.gifts.list")}</caption>
			<thead>
				<tr>
					<th scope="col">{t("organise.gifts.day")}</th>
					<th scope="col">{t("organise.gifts.amount")}</th>
					<th scope="col">{t("organise.gifts.way")}</th>
					<th scope="col">{t("organise.gifts.state")}</th>
					<th scope="col">{t("organise.gifts.reference")}</th>
				</tr>
			</thead>
			<tbody>
				{gifts.map(({ id, givenOn, amount, way, monthly, state, reference, double }) => (
					<tr key={id}>
						<td>{givenOn}</td>
						<td>
							<a href={`${here}/${id}`}>{amount}</a>
						</td>
						<td>
							{t(`organise.gifts.way.${way}`)}
							{monthly && `, ${t("organise.gifts.monthly")}`}
						</td>
						<td>
							{t(`fund.gift-state.${state}`)}
							{double && ` (${t("organise.gifts.double")})`}
						</td>
						<td>{reference ?? "—"}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
