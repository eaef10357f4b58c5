import { type Locale, translator } from "#app/i18n/translate.ts";
import { ErrorSummary, Field } from "#app/ui/field.tsx";
import { PhotoFigure } from "#app/ui/photo-figure.tsx";
import { directionOf, ownName } from "../languages.ts";
import type { PhotoFacts } from "./report.server.ts";
import { MOST_PHOTOS, type PhotoErrors, type PhotoValues } from "./report-fields.ts";

interface PhotosPageProps {
	locale: Locale;
	token: string;
	language: string;
	photos: readonly PhotoFacts[];
	/** As typed, where a photo could not be taken. */
	values?: PhotoValues;
	errors: PhotoErrors;
}

/** A host adds photos, one a form: on a bad line what has arrived has arrived. */
export function PhotosPage({ locale, token, language, photos, values, errors }: PhotosPageProps) {
	const t = translator(locale);
	const home = `/${locale}/host/${token}`;
	const here = `${home}/photos`;
	const multipart = { method: "post", action: here, encType: "multipart/form-data" } as const;
	const words = { lang: language, dir: directionOf(language) };
	const wrong = (["photo", "alternative", "agreed"] as const).flatMap((field) => {
		const key = errors[field];
		return key ? [{ field, text: t(key) }] : [];
	});
	return (
		<article className="narrow">
			<p className="back">
				<a href={`${home}/report`}>{t("picket.report.title")}</a>
			</p>
			<h1>{t("picket.photos.title")}</h1>
			{wrong.length > 0 && <ErrorSummary title={t("picket.report.wrong")} errors={wrong} />}
			<p>{t("picket.photos.how")}</p>
			{photos.map((photo, i) => (
				<div key={photo.id}>
					{photo.state === "refused" ? (
						<p {...words}>{photo.alternative}</p>
					) : (
						<PhotoFigure photo={photo} src={`${here}/${photo.id}`} words={words} />
					)}
					<p className="hint">{t(`picket.photo.state.${photo.state}`)}</p>
					<form {...multipart}>
						<input type="hidden" name="remove" value={photo.id} />
						<button type="submit" className="quiet">
							{t("picket.photo.remove", { number: i + 1 })}
						</button>
					</form>
				</div>
			))}
			{photos.length >= MOST_PHOTOS && <p className="notice">{t("picket.photo.refused.full")}</p>}
			{photos.length < MOST_PHOTOS && (
				<form {...multipart}>
					<h2>{t("picket.photo.add")}</h2>
					<Field
						name="photo"
						label={t("picket.photo.file")}
						hint={t("picket.photo.file.hint")}
						error={errors.photo && t(errors.photo)}
					>
						{(attributes) => <input {...attributes} type="file" accept="image/jpeg,image/png,image/webp" required />}
					</Field>
					<Field
						name="alternative"
						label={t("picket.photo.alternative")}
						hint={t("picket.photo.alternative.hint", { language: ownName(language) })}
						error={errors.alternative && t(errors.alternative)}
					>
						{(attributes) => (
							<textarea
								{...attributes}
								{...words}
								rows={2}
								maxLength={500}
								defaultValue={values?.alternative}
								required
							/>
						)}
					</Field>
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
							<label htmlFor="agreed">{t("picket.photo.agreed")}</label>
						</div>
					</div>
					<button type="submit">{t("picket.photo.button")}</button>
				</form>
			)}
		</article>
	);
}
