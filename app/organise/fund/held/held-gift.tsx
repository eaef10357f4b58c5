import type { Translate } from "#app/i18n/translate.ts";

interface HeldGiftProps {
	t: Translate;
	gift: {
		giftId: string;
		why: "amount" | "party" | "state";
		state: "held" | "accepted" | "returned";
		way: "card" | "transfer" | "cash";
		amount: string;
		day: string;
		settled: string | null;
		/** What is still to be sent back from the bank, as it is written; null where nothing is. */
		owed: string | null;
		reference: string;
		from: string;
		/** What a second person has been asked to agree to. */
		asked: "accept" | "give-back" | null;
	};
	/** Of the committee: two of it accept. */
	mayAccept: boolean;
	/** Keeps the fund: two of those give back. */
	mayGiveBack: boolean;
}

/** One gift that waits or waited: who it is from, why, and the two buttons. */
export function HeldGift({ t, gift, mayAccept, mayGiveBack }: HeldGiftProps) {
	const { giftId, why, state, way, amount, day, settled, owed, reference, from, asked } = gift;
	return (
		<li>
			<p>
				<strong>{amount}</strong> · {day} · {t(`organise.held-gifts.way.${way}`)}
				{from && ` · ${from}`}
				{reference && ` · ${reference}`}
				<br />
				{t(`organise.held-gifts.why.${why}`)}
			</p>
			{state !== "held" && <p>{t(`organise.held-gifts.${state}`, { day: settled ?? "" })}</p>}
			{owed !== null && <p className="notice">{t("organise.held-gifts.send", { amount: owed })}</p>}
			{state === "held" && asked && (
				<p className="notice">
					{t(`organise.held-gifts.asked.${asked}`)} <a href="/organise/approvals">{t("organise.nav.approvals")}</a>
				</p>
			)}
			{state === "held" && !asked && mayGiveBack && !mayAccept && (
				<p className="hint">{t("organise.held-gifts.committee")}</p>
			)}
			{state === "held" && !asked && (mayAccept || mayGiveBack) && (
				<form method="post">
					<input type="hidden" name="gift" value={giftId} />
					{mayAccept && (
						<button type="submit" name="intent" value="accept">
							{t("organise.held-gifts.accept")}
						</button>
					)}{" "}
					{mayGiveBack && (
						<button type="submit" name="intent" value="give-back" className="quiet">
							{t("organise.held-gifts.give-back")}
						</button>
					)}
				</form>
			)}
		</li>
	);
}
