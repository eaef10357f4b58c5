import type { Locale, MessageKey } from "#app/i18n/translate.ts";
import { translator } from "#app/i18n/translate.ts";
import { Choice, ErrorSummary, Field, Notice } from "#app/ui/field.tsx";
import { Trap } from "#app/ui/trap.tsx";
import { AmountChoice } from "./amount-choice.tsx";
import { CoverChoice } from "./cover-choice.tsx";
import type { Offer } from "./currencies.ts";
import { type Gift, type GiveErrors, type GiveField, type GiveValues, giveFields, longest } from "./give-fields.ts";

export interface GiveFormProps {
	locale: Locale;
	slug: string;
	/** How one can give, the usual way first; never empty. */
	ways: readonly Gift["way"][];
	/** In the currency that is asked in, and the currencies that there are. */
	offer: Offer;
	currencies: readonly string[];
	values: GiveValues;
	errors: GiveErrors;
	/** What else kept the form from being taken, on top. */
	notice?: MessageKey;
}

/** The form by which a person gives, empty or as it was posted: the same whoever reads it. */
export function GiveForm({ locale, slug, ways, offer, currencies, values, errors, notice }: GiveFormProps) {
	const t = translator(locale);
	const wrong = listErrors(locale, errors);
	const errorOf = (field: GiveField) => errors[field] && t(errors[field].key, errors[field].values);
	const card = ways.includes("card");
	const way = values.way || ways[0];
	const more = values.display_name || values.dedication || errors.display_name || errors.dedication;
	return (
		<form method="post" action={`/${locale}/fund/${slug}/donate`} className="sign" noValidate>
			<h2>{t("fund.give")}</h2>
			{notice && <Notice>{t(notice)}</Notice>}
			{wrong.length > 0 && <ErrorSummary title={t("sign.errors", { count: wrong.length })} errors={wrong} />}
			<AmountChoice
				locale={locale}
				slug={slug}
				offer={offer}
				currencies={currencies}
				values={values}
				errorOf={errorOf}
			/>
			{card && (
				<Circles
					name="frequency"
					legend={t("fund.frequency")}
					error={errorOf("frequency")}
					chosen={values.frequency}
					options={[
						{ value: "once", label: t("fund.frequency.once") },
						{ value: "monthly", label: t("fund.frequency.monthly"), hint: t("fund.frequency.monthly.hint") },
					]}
				/>
			)}
			{card && <CoverChoice locale={locale} offer={offer} checked={values.cover_fee === "on"} />}
			<Field
				name="email"
				label={t("fund.email")}
				hint={t(card ? "fund.email.hint" : "fund.email.hint.transfer")}
				error={errorOf("email")}
			>
				{(attributes) => (
					<input {...attributes} type="email" inputMode="email" autoComplete="email" defaultValue={values.email} />
				)}
			</Field>
			<Circles
				name="way"
				legend={t("fund.way")}
				error={errorOf("way")}
				chosen={way ?? ""}
				options={ways.map((one) => ({ value: one, label: t(`fund.way.${one}`), hint: t(`fund.way.${one}.hint`) }))}
			/>
			<details open={Boolean(more)}>
				<summary>{t("fund.more")}</summary>
				<Field
					name="display_name"
					label={t("fund.display-name")}
					hint={t("fund.display-name.hint")}
					error={errorOf("display_name")}
				>
					{(attributes) => (
						<input {...attributes} type="text" maxLength={longest.display_name} defaultValue={values.display_name} />
					)}
				</Field>
				<Field
					name="dedication"
					label={t("fund.dedication")}
					hint={t("fund.dedication.hint")}
					error={errorOf("dedication")}
				>
					{(attributes) => (
						<textarea {...attributes} rows={3} maxLength={longest.dedication} defaultValue={values.dedication} />
					)}
				</Field>
			</details>
			<Trap label={t("sign.homepage")} />
			<p className="hint">{t("fund.what-is-held")}</p>
			<button type="submit">{t("fund.button")}</button>
			{card && <p className="hint">{t("fund.button.hint")}</p>}
		</form>
	);
}

/** What is wrong with a form, in the order of its fields; of circles the first is where one goes. */
export function listErrors(
	locale: Locale,
	errors: GiveErrors,
	order: readonly GiveField[] = giveFields,
): { field: string; text: string }[] {
	const t = translator(locale);
	const first: Partial<Record<GiveField, string>> = {
		frequency: "frequency-once",
		way: "way",
		giver: "giver",
		currency: "currency",
	};
	return order.flatMap((field) => {
		const error = errors[field];
		return error ? [{ field: first[field] ?? field, text: t(error.key, error.values) }] : [];
	});
}

interface CirclesProps {
	name: string;
	legend: string;
	error: string | undefined;
	chosen: string;
	options: readonly { value: string; label: string; hint?: string }[];
}

function Circles({ name, legend, error, chosen, options }: CirclesProps) {
	return (
		<fieldset
			id={name}
			className={error ? "field field-wrong" : "field"}
			aria-describedby={error ? `${name}-error` : undefined}
		>
			<legend>{legend}</legend>
			{error && (
				<p className="error" id={`${name}-error`}>
					{error}
				</p>
			)}
			{options.map(({ value, label, hint }) => (
				<Choice
					key={value}
					type="radio"
					name={name}
					value={value}
					label={label}
					hint={hint}
					checked={chosen === value}
				/>
			))}
		</fieldset>
	);
}
