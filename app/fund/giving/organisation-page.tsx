import { translator } from "#app/i18n/translate.ts";
import { ErrorSummary, Field, Notice } from "#app/ui/field.tsx";
import { Trap } from "#app/ui/trap.tsx";
import type { Fund } from "../fund.server.ts";
import { type Asked, holderOf } from "../fund-page.tsx";
import { type GiveField, giveFields, givers, longest } from "./give-fields.ts";
import { type GiveFormProps, listErrors } from "./give-form.tsx";

const first: readonly GiveField[] = ["giver", "organisation", "address", "contact", "email", "amount", "amount_other"];
/** As they stand in this form. */
const order = [...first, ...giveFields.filter((field) => !first.includes(field))];

/** How a union branch, a party or a public body gives: by transfer, with a letter for its treasurer. */
export function OrganisationPage({
	locale,
	fund,
	offer,
	currencies,
	values,
	errors,
	notice,
}: Pick<GiveFormProps, "locale"> & Asked & { fund: Fund }) {
	const t = translator(locale);
	const wrong = listErrors(locale, errors, order);
	const errorOf = (field: GiveField) => errors[field] && t(errors[field].key, errors[field].values);
	return (
		<article>
			<p className="back">
				<a href={`/${locale}/fund/${fund.slug}`}>{t("fund.title")}</a>
			</p>
			<h1>{t("fund.organisations.title")}</h1>
			<p className="lead">{t("fund.sentence", { holder: holderOf(fund, locale), purpose: fund.purpose })}</p>
			<p className="notice">{t("fund.not-from")}</p>
			<p>{t("fund.organisations.how")}</p>
			<form method="post" action={`/${locale}/fund/${fund.slug}/donate`} className="sign" noValidate>
				<h2>{t("fund.organisations.form")}</h2>
				{notice && <Notice>{t(notice)}</Notice>}
				{wrong.length > 0 && <ErrorSummary title={t("sign.errors", { count: wrong.length })} errors={wrong} />}
				<Field name="giver" label={t("fund.giver")} hint={t("fund.giver.hint")} error={errorOf("giver")}>
					{(attributes) => (
						<select {...attributes} defaultValue={values.giver === "person" ? "organisation" : values.giver}>
							{givers
								.filter((giver) => giver !== "person")
								.map((giver) => (
									<option key={giver} value={giver}>
										{t(`fund.giver.${giver}`)}
									</option>
								))}
						</select>
					)}
				</Field>
				<Field name="organisation" label={t("fund.organisation")} error={errorOf("organisation")}>
					{(attributes) => (
						<input
							{...attributes}
							type="text"
							autoComplete="organization"
							maxLength={longest.organisation}
							defaultValue={values.organisation}
						/>
					)}
				</Field>
				<Field name="address" label={t("fund.address")} hint={t("fund.address.hint")} error={errorOf("address")}>
					{(attributes) => (
						<textarea
							{...attributes}
							rows={4}
							autoComplete="street-address"
							maxLength={longest.address}
							defaultValue={values.address}
						/>
					)}
				</Field>
				<Field name="contact" label={t("fund.contact")} hint={t("fund.contact.hint")} error={errorOf("contact")}>
					{(attributes) => (
						<input {...attributes} type="text" maxLength={longest.contact} defaultValue={values.contact} />
					)}
				</Field>
				<Field name="email" label={t("fund.email")} hint={t("fund.organisations.email.hint")} error={errorOf("email")}>
					{(attributes) => (
						<input {...attributes} type="email" inputMode="email" autoComplete="email" defaultValue={values.email} />
					)}
				</Field>
				<Field name="amount" label={t("fund.amount")} error={errorOf("amount") ?? errorOf("amount_other")}>
					{(attributes) => (
						<input
							{...attributes}
							type="text"
							inputMode="decimal"
							autoComplete="off"
							maxLength={40}
							defaultValue={values.amount}
						/>
					)}
				</Field>
				<Field name="currency" label={t("fund.currency")} error={errorOf("currency")}>
					{(attributes) => (
						<select {...attributes} defaultValue={offer.currency}>
							{currencies.map((one) => (
								<option key={one}>{one}</option>
							))}
						</select>
					)}
				</Field>
				<input type="hidden" name="way" value="transfer" />
				<Trap label={t("sign.homepage")} />
				<p className="hint">{t("fund.organisations.held")}</p>
				<button type="submit">{t("fund.organisations.button")}</button>
			</form>
		</article>
	);
}
