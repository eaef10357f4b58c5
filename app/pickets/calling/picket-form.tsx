import { type Locale, translator } from "#app/i18n/translate.ts";
import { ErrorSummary, Notice } from "#app/ui/field.tsx";
import type { CountryRule } from "../assembly.ts";
import type { City } from "../city-table.ts";
import type { Place } from "../places.server.ts";
import { type PicketErrors, type PicketField, type PicketValues, wrongFields } from "./form-fields.ts";
import { Line, wrong } from "./form-parts.tsx";
import { FormWhat } from "./form-what.tsx";
import { FormWhen } from "./form-when.tsx";
import { FormWhere } from "./form-where.tsx";
import { FormWho } from "./form-who.tsx";

interface PicketFormProps {
	locale: Locale;
	action: string;
	campaigns: readonly { slug: string; title: string }[];
	places: readonly Place[];
	rules: readonly CountryRule[];
	values: PicketValues;
	errors: PicketErrors;
	cities: readonly City[];
	/** What else kept the form from being taken, on top. */
	notice?: string;
	/** A new one asks for its kind and its host's address. */
	isNew: boolean;
	button: string;
}

const firstChoice: Partial<Record<PicketField, string>> = {
	kind: "kind-picket",
	address_level: "address_level-public",
	authorities: "authorities-told",
	overlap: "overlap-earlier",
};

/** The one form of a picket, empty or as it was posted or as it stands: the same whoever reads it. */
export function PicketForm(props: PicketFormProps) {
	const { locale, action, values, errors, cities, notice, isNew, button } = props;
	const t = translator(locale);
	const part = { t, locale, values, errors };
	const wrongs = wrongFields.flatMap((field) => {
		const text = wrong(part, field);
		const [first] = field === "city" ? cities : [];
		return text ? [{ field: first ? `city_id-${first.id}` : (firstChoice[field] ?? field), text }] : [];
	});
	return (
		<form method="post" action={action} className="sign" noValidate>
			{notice && <Notice>{notice}</Notice>}
			{wrongs.length > 0 && <ErrorSummary title={t("picket.form.errors", { count: wrongs.length })} errors={wrongs} />}
			<FormWhat {...part} campaigns={props.campaigns} withKind={isNew} />
			<FormWhen {...part} />
			<FormWhere {...part} places={props.places} cities={cities} />
			<FormWho {...part} rules={props.rules} />
			{isNew && (
				<section>
					<h2>{t("picket.form.part.you")}</h2>
					<Line part={part} name="email" label="picket.form.email" hint="picket.form.email.hint">
						{(attributes) => <input {...attributes} type="email" inputMode="email" autoComplete="email" required />}
					</Line>
					<p className="trap" aria-hidden="true">
						<label htmlFor="homepage">{t("sign.homepage")}</label>
						<input id="homepage" name="homepage" type="text" tabIndex={-1} autoComplete="off" />
					</p>
					<p className="hint">{t("picket.form.consent")}</p>
				</section>
			)}
			<button type="submit">{button}</button>
		</form>
	);
}
