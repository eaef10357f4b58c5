import type { Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";

interface CashFormsProps {
	t: Translate;
	currencies: readonly string[];
	/** As 2026-12-16. */
	today: string;
}

/** Cash that comes together, as one person counts it; and a box that is counted by another. */
export function CashForms({ t, currencies, today }: CashFormsProps) {
	return (
		<>
			<form method="post">
				<h2>{t("organise.cash.new")}</h2>
				<p>{t("organise.cash.new.text")}</p>
				<Field name="currency" label={t("organise.cash.currency")}>
					{(attributes) => (
						<>
							<input
								{...attributes}
								type="text"
								maxLength={3}
								required
								list="currencies"
								autoComplete="off"
								defaultValue={currencies[0]}
							/>
							<datalist id="currencies">
								{currencies.map((currency) => (
									<option key={currency} value={currency} />
								))}
							</datalist>
						</>
					)}
				</Field>
				<Field name="amount" label={t("organise.cash.amount")}>
					{(attributes) => (
						<input {...attributes} type="text" inputMode="decimal" maxLength={20} required autoComplete="off" />
					)}
				</Field>
				<Field name="taken_on" label={t("organise.cash.day")}>
					{(attributes) => <input {...attributes} type="date" required max={today} defaultValue={today} />}
				</Field>
				<button type="submit" name="intent" value="new">
					{t("organise.cash.enter")}
				</button>
			</form>
			<form method="post">
				<h2>{t("organise.cash.count")}</h2>
				<p>{t("organise.cash.count.text")}</p>
				<Field name="number" label={t("organise.cash.number")}>
					{(attributes) => (
						<input {...attributes} type="text" inputMode="numeric" maxLength={7} required autoComplete="off" />
					)}
				</Field>
				<div className="field">
					<label htmlFor="counted">{t("organise.cash.amount")}</label>
					<input
						id="counted"
						name="amount"
						type="text"
						inputMode="decimal"
						maxLength={20}
						required
						autoComplete="off"
					/>
				</div>
				<button type="submit" name="intent" value="count">
					{t("organise.cash.counted")}
				</button>
			</form>
		</>
	);
}
