import { locales, type Translate, translator } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";

interface MakeFormProps {
	t: Translate;
	petitions: readonly { slug: string }[];
	most: { sheets: number; lines: number };
}

/** What a new batch of sheets is. */
export function MakeForm({ t, petitions, most }: MakeFormProps) {
	const choices = {
		petition: petitions.map(({ slug }) => [slug, slug] as const),
		language: locales.map((locale) => [locale, translator(locale)("language.name")] as const),
	};
	return (
		<form method="post">
			<h2>{t("organise.paper.make")}</h2>
			<p>{t("organise.paper.make.text")}</p>
			{(["petition", "language"] as const).map((name) => (
				<Field key={name} name={name} label={t(`organise.paper.${name}`)}>
					{(attributes) => (
						<select {...attributes}>
							{choices[name].map(([value, label]) => (
								<option key={value} value={value}>
									{label}
								</option>
							))}
						</select>
					)}
				</Field>
			))}
			{(["sheets", "lines"] as const).map((name) => (
				<Field
					key={name}
					name={name}
					label={t(`organise.paper.${name}`)}
					hint={t("organise.paper.most", { most: most[name] })}
				>
					{(attributes) => <input {...attributes} type="number" required min={1} max={most[name]} defaultValue={10} />}
				</Field>
			))}
			<button type="submit" name="intent" value="make">
				{t("organise.paper.make")}
			</button>
		</form>
	);
}
