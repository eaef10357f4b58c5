import type { Translate } from "#app/i18n/translate.ts";
import { sayings } from "./parse-said.ts";

interface ExplainFormProps {
	t: Translate;
	here: string;
	alarm: number;
	/** What waits, as text. */
	money: string;
	/** A payment: it can go back, and is no fee. */
	isPayment: boolean;
}

/** Says what money is that nobody could explain. */
export function ExplainForm({ t, here, alarm, money, isPayment }: ExplainFormProps) {
	const left = isPayment ? "fee" : "given-back";
	return (
		<form method="post" action={here}>
			<p>{money}</p>
			<input type="hidden" name="alarm" value={alarm} />
			<div className="field">
				<label htmlFor={`is-${alarm}`}>{t("organise.gifts.is")}</label>
				<select id={`is-${alarm}`} name="is" required defaultValue="">
					<option value="" disabled>
						{t("organise.gifts.is.choose")}
					</option>
					{sayings
						.filter((is) => is !== left)
						.map((is) => (
							<option key={is} value={is}>
								{t(`organise.gifts.is.${is}`)}
							</option>
						))}
				</select>
			</div>
			<div className="field">
				<label htmlFor={`reference-${alarm}`}>{t("organise.gifts.is.reference")}</label>
				<input id={`reference-${alarm}`} name="reference" type="text" maxLength={40} autoComplete="off" />
			</div>
			<button type="submit">{t("organise.gifts.is.say")}</button>
		</form>
	);
}
