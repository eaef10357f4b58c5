import type { Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";

interface LimitFormProps {
	t: Translate;
	/** As they are written. */
	limits: readonly string[];
	currencies: readonly string[];
	/** What was typed and not taken, and why. */
	typed: { currency?: string; amount?: string; error?: string };
}

/** Above what a gift waits, and another limit for one currency. */
export function LimitForm({ t, limits, currencies, typed }: LimitFormProps) {
	return (
		<form method="post">
			<h2>{t("organise.held-gifts.limit")}</h2>
			<p>{t("organise.held-gifts.limit.now", { amounts: limits.join(", ") })}</p>
			<Field name="currency" label={t("organise.cash.currency")}>
				{(attributes) => (
					<select {...attributes} defaultValue={typed.currency}>
						{currencies.map((currency) => (
							<option key={currency}>{currency}</option>
						))}
					</select>
				)}
			</Field>
			<Field name="amount" label={t("organise.cash.amount")} {...(typed.error && { error: typed.error })}>
				{(attributes) => (
					<input
						{...attributes}
						type="text"
						inputMode="decimal"
						maxLength={20}
						required
						autoComplete="off"
						defaultValue={typed.amount}
					/>
				)}
			</Field>
			<button type="submit" name="intent" value="limit" className="quiet">
				{t("organise.held-gifts.limit.set")}
			</button>
		</form>
	);
}
