import { locales, type Translate, translator } from "#app/i18n/translate.ts";
import { ErrorSummary, Field } from "#app/ui/field.tsx";
import type { PhotoErrors, PhotoWords } from "./parse-photo.ts";

interface PhotoFormProps {
	t: Translate;
	/** As typed, where a photo could not be taken, or as they are. */
	values: PhotoWords | undefined;
	errors: PhotoErrors;
}

/** One photo, what can be seen on it in every language, and that whoever can be recognised agreed. */
export function PhotoForm({ t, values, errors }: PhotoFormProps) {
	const fields = ["photo", ...locales.map((locale) => `alternative-${locale}` as const), "agreed"] as const;
	const wrong = fields.flatMap((field) => {
		const key = errors[field];
		return key ? [{ field, text: t(key) }] : [];
	});
	return (
		<form method="post" encType="multipart/form-data">
			{wrong.length > 0 && <ErrorSummary title={t("picket.report.wrong")} errors={wrong} />}
			<Field
				name="photo"
				label={t("picket.photo.file")}
				hint={t("picket.photo.file.hint")}
				error={errors.photo && t(errors.photo)}
			>
				{(attributes) => <input {...attributes} type="file" accept="image/jpeg,image/png,image/webp" required />}
			</Field>
			{locales.map((locale) => {
				const error = errors[`alternative-${locale}`];
				return (
					<Field
						key={locale}
						name={`alternative-${locale}`}
						label={t("picket.photo.alternative")}
						hint={t("picket.photo.alternative.hint", { language: translator(locale)("language.name") })}
						error={error && t(error)}
					>
						{(attributes) => (
							<textarea
								{...attributes}
								lang={locale}
								rows={2}
								maxLength={500}
								defaultValue={values?.alternatives[locale]}
								required
							/>
						)}
					</Field>
				);
			})}
			<div className={errors.agreed ? "field field-wrong" : "field"}>
				{errors.agreed && (
					<p className="error" id="agreed-error">
						{t(errors.agreed)}
					</p>
				)}
				<div className="choice">
					<input
						type="checkbox"
						id="agreed"
						name="agreed"
						defaultChecked={values?.agreed}
						aria-describedby={errors.agreed ? "agreed-error" : undefined}
						aria-invalid={errors.agreed ? true : undefined}
						required
					/>
					<label htmlFor="agreed">{t("organise.closing.photo.agreed")}</label>
				</div>
			</div>
			<button type="submit">{t("organise.closing.photo.button")}</button>
		</form>
	);
}
