import type { Locale, MessageKey, Translate } from "#app/i18n/translate.ts";
import { Choice, Field, type FieldAttributes } from "#app/ui/field.tsx";
import type { PicketErrors, PicketField, PicketValues } from "./form-fields.ts";

/** What every part of the form of a picket is drawn from. */
export interface FormPart {
	t: Translate;
	locale: Locale;
	values: PicketValues;
	errors: PicketErrors;
}

/** What is wrong with a field, in the reader's language. */
export function wrong({ t, errors }: FormPart, name: PicketField): string | undefined {
	const error = errors[name];
	return error && t(error.key, error.values);
}

interface LineProps {
	part: FormPart;
	name: PicketField;
	label: MessageKey;
	hint?: MessageKey;
	children?: (attributes: FieldAttributes & { defaultValue: string }) => React.ReactNode;
}

/** A field of one value: a line of text, or what `children` makes of it. */
export function Line({ part, name, label, hint, children }: LineProps) {
	const { t, values } = part;
	return (
		<Field name={name} label={t(label)} hint={hint && t(hint)} error={wrong(part, name)}>
			{(attributes) => {
				const all = { ...attributes, defaultValue: values[name] };
				return children ? children(all) : <input {...all} type="text" />;
			}}
		</Field>
	);
}

interface OneOfProps {
	part: FormPart;
	name: PicketField;
	/** Where the field of a post is called otherwise. */
	field?: keyof PicketValues;
	legend: string;
	hint?: string;
	options: readonly { value: string; label: string; hint?: string; lang?: string }[];
}

/** One of several, each with what choosing it means. */
export function OneOf({ part, name, field = name, legend, hint, options }: OneOfProps) {
	const error = wrong(part, name);
	return (
		<fieldset className={error ? "field field-wrong" : "field"} aria-describedby={error && `${name}-error`}>
			<legend>{legend}</legend>
			{hint && <p className="hint">{hint}</p>}
			{error && (
				<p className="error" id={`${name}-error`}>
					{error}
				</p>
			)}
			{options.map(({ value, label, hint }) => (
				<Choice
					key={value}
					type="radio"
					name={field}
					value={value}
					label={label}
					hint={hint}
					checked={part.values[field] === value}
				/>
			))}
		</fieldset>
	);
}
