import type { Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";

/** What was typed and not taken, and why. */
interface Posted {
	no: "amount" | "currency" | "day" | "differs" | "unknown" | "counted" | "same" | "too-new";
	intent: "new" | "count";
	values: Readonly<Record<string, string>>;
}

/** The field beside which a refusal is said; undefined for what no field has wrong. */
export function fieldOf(intent: Posted["intent"], no: Posted["no"]): string | undefined {
	if (intent === "count") return no === "amount" ? "counted" : no === "unknown" ? "number" : undefined;
	return no === "day" ? "taken_on" : no === "amount" || no === "currency" ? no : undefined;
}

interface CashFormsProps {
	t: Translate;
	currencies: readonly string[];
	/** As 2026-12-16. */
	today: string;
	posted: Posted | undefined;
}

/** Cash that comes together, as one person counts it; and a box that is counted by another. */
export function CashForms({ t, currencies, today, posted }: CashFormsProps) {
	const typed = (intent: Posted["intent"], name: string) =>
		posted?.intent === intent ? posted.values[name] : undefined;
	const wrong = posted && fieldOf(posted.intent, posted.no);
	const error = (name: string, intent: Posted["intent"] = "new") =>
		posted?.intent === intent && wrong === name ? { error: t(`organise.cash.no.${posted.no}`) } : {};
	return (
		<>
			<form method="post">
				<h2>{t("organise.cash.new")}</h2>
				<p>{t("organise.cash.new.text")}</p>
				<Field name="currency" label={t("organise.cash.currency")} {...error("currency")}>
					{(attributes) => (
						<>
							<input
								{...attributes}
								type="text"
								maxLength={3}
								required
								list="currencies"
								autoComplete="off"
								defaultValue={typed("new", "currency") ?? currencies[0]}
							/>
							<datalist id="currencies">
								{currencies.map((currency) => (
									<option key={currency} value={currency} />
								))}
							</datalist>
						</>
					)}
				</Field>
				<Field name="amount" label={t("organise.cash.amount")} {...error("amount")}>
					{(attributes) => (
						<input
							{...attributes}
							type="text"
							inputMode="decimal"
							maxLength={20}
							required
							autoComplete="off"
							defaultValue={typed("new", "amount")}
						/>
					)}
				</Field>
				<Field name="taken_on" label={t("organise.cash.day")} {...error("taken_on")}>
					{(attributes) => (
						<input {...attributes} type="date" required max={today} defaultValue={typed("new", "taken_on") ?? today} />
					)}
				</Field>
				<button type="submit" name="intent" value="new">
					{t("organise.cash.enter")}
				</button>
			</form>
			<form method="post">
				<h2>{t("organise.cash.count")}</h2>
				<p>{t("organise.cash.count.text")}</p>
				<Field name="number" label={t("organise.cash.number")} {...error("number", "count")}>
					{(attributes) => (
						<input
							{...attributes}
							type="text"
							inputMode="numeric"
							maxLength={7}
							required
							autoComplete="off"
							defaultValue={typed("count", "number")}
						/>
					)}
				</Field>
				<Field name="counted" label={t("organise.cash.amount")} {...error("counted", "count")}>
					{(attributes) => (
						<input
							{...attributes}
							type="text"
							inputMode="decimal"
							maxLength={20}
							required
							autoComplete="off"
							defaultValue={typed("count", "counted")}
						/>
					)}
				</Field>
				<button type="submit" name="intent" value="count">
					{t("organise.cash.counted")}
				</button>
			</form>
		</>
	);
}
