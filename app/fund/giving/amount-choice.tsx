import { type Locale, translator } from "#app/i18n/translate.ts";
import { Choice, Field } from "#app/ui/field.tsx";
import { fieldAmount, formatAmount } from "../money/format-amount.ts";
import { parseAmount } from "../money/parse-amount.ts";
import type { Offer } from "./currencies.ts";
import type { GiveField, GiveValues } from "./give-fields.ts";

interface AmountChoiceProps {
	locale: Locale;
	slug: string;
	offer: Offer;
	currencies: readonly string[];
	values: GiveValues;
	errorOf: (field: GiveField) => string | undefined;
}

/** How much, of which currency: what is suggested, or any other amount. Nothing is chosen beforehand. */
export function AmountChoice({ locale, slug, offer, currencies, values, errorOf }: AmountChoiceProps) {
	const t = translator(locale);
	const { currency, suggested, least, most } = offer;
	const chosen = values.amount === "" ? undefined : parseAmount(values.amount, currency, locale);
	const listed = suggested.some((amount) => amount === chosen);
	const written = values.amount === "other" || values.amount === "" || listed ? values.amount_other : values.amount;
	const error = errorOf("amount") ?? errorOf("currency");
	const money = (amount: number) => formatAmount(amount, currency, locale);
	return (
		<>
			<input type="hidden" name="currency" value={currency} />
			{currencies.length > 1 && (
				<div className="field" id="currency">
					<p className="hint" id="currency-hint">
						{t("fund.currency.first")}
					</p>
					<ul className="ways" aria-labelledby="currency-hint">
						{currencies.map((one, i) => (
							<li key={one}>
								<a
									href={`/${locale}/fund/${slug}${i === 0 ? "" : `?currency=${one}`}#give`}
									aria-current={one === currency ? "true" : undefined}
								>
									{one}
								</a>
							</li>
						))}
					</ul>
				</div>
			)}
			<fieldset
				id="amount"
				className={error ? "field field-wrong" : "field"}
				aria-describedby={error ? "amount-error" : undefined}
			>
				<legend>{t("fund.amount")}</legend>
				{error && (
					<p className="error" id="amount-error">
						{error}
					</p>
				)}
				<div className="amounts">
					{suggested.map((amount) => (
						<Choice
							key={amount}
							type="radio"
							name="amount"
							id={`amount-${amount}`}
							value={fieldAmount(amount, currency, locale)}
							label={money(amount)}
							checked={chosen === amount}
						/>
					))}
					<Choice
						type="radio"
						name="amount"
						value="other"
						label={t("fund.amount.other")}
						checked={values.amount === "other" || (values.amount !== "" && !listed)}
					/>
				</div>
			</fieldset>
			<Field
				name="amount_other"
				label={t("fund.amount.other-in", { currency })}
				hint={t("fund.amount.hint", { least: money(least), most: money(most) })}
				error={errorOf("amount_other")}
			>
				{(attributes) => (
					<input
						{...attributes}
						type="text"
						inputMode="decimal"
						autoComplete="off"
						maxLength={40}
						defaultValue={written}
					/>
				)}
			</Field>
		</>
	);
}
