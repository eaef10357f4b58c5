import { countryName } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";
import { ownName } from "../languages.ts";
import type { ListQuery } from "./list-query.ts";

interface FindFormProps {
	locale: Locale;
	query: ListQuery;
	/** What stands in the box: what was typed, or the city that was found. */
	near: string;
	countries: readonly { code: string; count: number }[];
	languages: readonly string[];
}

/** Town first; what else narrows the list is folded away until it is used. */
export function FindForm({ locale, query, near, countries, languages }: FindFormProps) {
	const t = translator(locale);
	const { country, language, from, to } = query;
	return (
		<form className="find" method="get" action={`/${locale}/pickets`}>
			<Field name="near" label={t("pickets.near")} hint={t("pickets.near.hint")}>
				{(attributes) => <input type="text" maxLength={60} autoComplete="off" defaultValue={near} {...attributes} />}
			</Field>
			<details open={Boolean(country ?? language ?? from ?? to)}>
				<summary>{t("pickets.filters")}</summary>
				{(["from", "to"] as const).map((name) => (
					<Field key={name} name={name} label={t(`pickets.${name}`)} hint={t("pickets.day.hint")}>
						{(attributes) => <input type="date" defaultValue={query[name]} {...attributes} />}
					</Field>
				))}
				<Field name="country" label={t("pickets.country")}>
					{(attributes) => (
						<select defaultValue={country ?? ""} {...attributes}>
							<option value="">{t("pickets.any")}</option>
							{countries
								.map(({ code }) => ({ code, name: countryName(code, locale) }))
								.sort((a, b) => a.name.localeCompare(b.name, locale))
								.map(({ code, name }) => (
									<option key={code} value={code}>
										{name}
									</option>
								))}
						</select>
					)}
				</Field>
				<Field name="language" label={t("pickets.language")}>
					{(attributes) => (
						<select defaultValue={language ?? ""} {...attributes}>
							<option value="">{t("pickets.any")}</option>
							{languages.map((code) => (
								<option key={code} value={code} lang={code}>
									{ownName(code)}
								</option>
							))}
						</select>
					)}
				</Field>
			</details>
			<button type="submit">{t("pickets.find")}</button>
		</form>
	);
}
