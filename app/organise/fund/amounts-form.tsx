import type { MessageKey, Translate } from "#app/i18n/translate.ts";
import { ErrorSummary, Field } from "#app/ui/field.tsx";

interface AmountsFormProps {
	t: Translate;
	values: Readonly<Record<string, string>>;
	errors: Partial<Record<string, MessageKey>>;
	/** Else it is only read. */
	mayWrite: boolean;
}

/** As app/fund/giving/offers.server.ts reads them. */
const fields = ["currency", "least", "most", "suggested", "rate", "fixed"] as const;
const places = [0, 1, 2, 3];

/** The currencies that a fund's form offers, each with its amounts. */
export function AmountsForm({ t, values, errors, mayWrite }: AmountsFormProps) {
	const listed = Object.entries(errors).flatMap(([field, key]) => (key ? [{ field, text: t(key) }] : []));
	return (
		<form method="post">
			{listed.length > 0 && <ErrorSummary title={t("sign.errors", { count: listed.length })} errors={listed} />}
			{places.map((place) => (
				<fieldset key={place}>
					<legend>{t("organise.fund.amounts.place", { place: place + 1 })}</legend>
					{fields.map((field) => {
						const name = `${field}-${place}`;
						const error = errors[name];
						return (
							<Field key={name} name={name} label={t(`organise.fund.amounts.${field}`)} error={error && t(error)}>
								{(attributes) => (
									<input {...attributes} type="text" maxLength={100} readOnly={!mayWrite} defaultValue={values[name]} />
								)}
							</Field>
						);
					})}
				</fieldset>
			))}
			{mayWrite && <button type="submit">{t("organise.save")}</button>}
		</form>
	);
}
