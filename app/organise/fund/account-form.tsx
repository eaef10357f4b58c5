import type { Translate } from "#app/i18n/translate.ts";
import { Choice, ErrorSummary, Field } from "#app/ui/field.tsx";
import { modes } from "./parse-account.ts";
import type { FactErrors } from "./parse-facts.ts";

interface AccountFormProps {
	t: Translate;
	values: Readonly<Record<string, string>>;
	errors: FactErrors;
}

/** Where money is to go: who holds it, whose account, which number or page. */
export function AccountForm({ t, values, errors }: AccountFormProps) {
	const listed = Object.entries(errors).flatMap(([field, key]) => (key ? [{ field, text: t(key) }] : []));
	const shown = (name: string) => {
		const key = errors[name];
		return key && t(key);
	};
	return (
		<>
			{listed.length > 0 && <ErrorSummary title={t("sign.errors", { count: listed.length })} errors={listed} />}
			<form method="post">
				<fieldset id="mode">
					<legend>{t("organise.fund.mode")}</legend>
					{shown("mode") && <p className="error">{shown("mode")}</p>}
					{modes.map((mode) => (
						<Choice
							key={mode}
							type="radio"
							name="mode"
							value={mode}
							label={t(`organise.fund.mode.${mode}`)}
							checked={values.mode === mode}
						/>
					))}
				</fieldset>
				<Field
					name="holder"
					label={t("fund.account-holder")}
					hint={t("organise.fund.holder.hint")}
					error={shown("holder")}
				>
					{(attributes) => <input {...attributes} type="text" maxLength={200} defaultValue={values.holder} />}
				</Field>
				<Field name="iban" label="IBAN" hint={t("organise.fund.iban.hint")} error={shown("iban")}>
					{(attributes) => (
						<input
							{...attributes}
							type="text"
							maxLength={60}
							autoComplete="off"
							spellCheck={false}
							defaultValue={values.iban}
						/>
					)}
				</Field>
				<Field name="url" label={t("organise.fund.url")} hint={t("organise.fund.url.hint")} error={shown("url")}>
					{(attributes) => <input {...attributes} type="url" maxLength={300} defaultValue={values.url} />}
				</Field>
				<button type="submit">{t("organise.fund.account.ask")}</button>
			</form>
		</>
	);
}
