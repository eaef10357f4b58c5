import type { Translate } from "#app/i18n/translate.ts";
import { Choice, ErrorSummary } from "#app/ui/field.tsx";
import type { Wrong } from "./parse-person.ts";

interface ChoicesProps {
	name: string;
	legend: string;
	options: readonly (readonly [value: string, label: string])[];
	/** Of circles the value, of boxes the values that are chosen. */
	chosen?: readonly string[];
	/** Several may be chosen: boxes, each a field of its own, `name-value`. */
	several?: true;
	error?: string;
	/** Begins the ids, where a page has several forms. */
	form: string;
}

/** One of several, or some of several. */
export function Choices({ name, legend, options, chosen = [], several, error, form }: ChoicesProps) {
	return (
		<fieldset id={idOf(form, name)}>
			<legend>{legend}</legend>
			{error && <p className="error">{error}</p>}
			{options.map(([value, label]) => (
				<Choice
					key={value}
					type={several ? "checkbox" : "radio"}
					name={several ? `${name}-${value}` : name}
					value={several ? "on" : value}
					id={`${idOf(form, name)}-${value}`}
					label={label}
					checked={chosen.includes(value)}
				/>
			))}
		</fieldset>
	);
}

/** The id of a field, where a page has several forms. */
function idOf(form: string, name: string): string {
	return form ? `${form}-${name}` : name;
}

/** What has to be mended in a form, on top of it. @param form begins the ids of its fields, where it does */
export function Wrongs({ t, errors, form = "" }: { t: Translate; errors: Wrong; form?: string }) {
	const listed = Object.entries(errors).flatMap(([field, key]) =>
		key ? [{ field: idOf(form, field), text: t(key) }] : [],
	);
	return listed.length > 0 ? <ErrorSummary title={t("sign.errors", { count: listed.length })} errors={listed} /> : null;
}

interface LineProps {
	name: string;
	form: string;
	label: string;
	hint?: string;
	error?: string;
	type?: "text" | "date";
	value?: string;
	longest?: number;
	required?: boolean;
	/** Lines of a longer text. */
	rows?: number;
	numeric?: boolean;
}

/** A line or a few of text in a form among others on its page: its id is the form's. */
export function Line({ name, form, label, hint, error, type = "text", rows, numeric, ...more }: LineProps) {
	const id = idOf(form, name);
	const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
	const attributes = {
		id,
		name,
		defaultValue: more.value,
		required: more.required,
		maxLength: more.longest,
		autoComplete: "off",
		"aria-describedby": described || undefined,
		"aria-invalid": error ? true : undefined,
	} as const;
	return (
		<div className={error ? "field field-wrong" : "field"}>
			<label htmlFor={id}>{label}</label>
			{hint && (
				<p className="hint" id={`${id}-hint`}>
					{hint}
				</p>
			)}
			{error && (
				<p className="error" id={`${id}-error`}>
					{error}
				</p>
			)}
			{rows ? (
				<textarea {...attributes} rows={rows} />
			) : (
				<input {...attributes} type={type} inputMode={numeric ? "decimal" : undefined} />
			)}
		</div>
	);
}
