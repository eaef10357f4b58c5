import { Choice } from "#app/ui/field.tsx";
import type { CountryRule } from "../assembly.ts";
import { AssemblyRules } from "../assembly-rules.tsx";
import { accessItems, authorityStates } from "../facts.ts";
import { longest } from "./form-fields.ts";
import { type FormPart, Line, OneOf } from "./form-parts.tsx";

interface FormWhoProps extends FormPart {
	rules: readonly CountryRule[];
}

/** For those who come: whether the authorities know, what the place offers, how many fit in. */
export function FormWho({ rules, ...part }: FormWhoProps) {
	const { t, values, locale } = part;
	return (
		<section>
			<h2>{t("picket.form.part.who")}</h2>
			<OneOf
				part={part}
				name="authorities"
				legend={t("picket.form.authorities")}
				hint={t("picket.form.authorities.hint")}
				options={authorityStates.map((state) => ({ value: state, label: t(`picket.authorities.${state}`) }))}
			/>
			<details>
				<summary>{t("picket.form.authorities.rules")}</summary>
				<AssemblyRules t={t} locale={locale} rules={rules} />
			</details>
			<Line
				part={part}
				name="authorities_told"
				label="picket.form.authorities-told"
				hint="picket.form.authorities-told.hint"
			>
				{(attributes) => <input {...attributes} type="text" maxLength={longest.authorities_told} />}
			</Line>
			<Line part={part} name="authorities_told_on" label="picket.form.authorities-on" hint="picket.form.date.hint">
				{(attributes) => <input {...attributes} type="date" />}
			</Line>
			<fieldset className="field">
				<legend>{t("picket.form.access")}</legend>
				{accessItems.map((item) => (
					<Choice
						key={item}
						type="checkbox"
						name={`access_${item}`}
						label={t(`picket.access.${item}`)}
						checked={values[`access_${item}`] === "on"}
					/>
				))}
			</fieldset>
			<Line part={part} name="capacity" label="picket.form.capacity" hint="picket.form.capacity.hint">
				{(attributes) => <input {...attributes} type="text" inputMode="numeric" maxLength={5} />}
			</Line>
		</section>
	);
}
