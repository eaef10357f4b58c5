import { type Locale, type MessageKey, translator } from "#app/i18n/translate.ts";
import { Choice, ErrorSummary, Field, type FieldAttributes, Notice } from "#app/ui/field.tsx";
import { countriesIn } from "../countries.ts";
import { type ClaimErrors, type ClaimField, type ClaimValues, claimStates, wrongFields } from "./claim-fields.ts";
import { longest, organisationKinds } from "./organisation.ts";

interface ClaimFormProps {
	locale: Locale;
	slug: string;
	/** Shown bodies that another can belong to. */
	parents: readonly { id: string; name: string }[];
	values: ClaimValues;
	errors: ClaimErrors;
	/** The address looks like a person's: asked, with a button that goes on. */
	personal?: boolean;
	/** What else kept the form from being taken, on top. */
	notice?: MessageKey;
}

/** The form by which a body endorses, empty or as it was posted. */
export function ClaimForm({ locale, slug, parents, values, errors, personal, notice }: ClaimFormProps) {
	const t = translator(locale);
	const line = (name: ClaimField, children: (attributes: FieldAttributes) => React.ReactNode, hint?: MessageKey) => (
		<Field name={name} label={t(`endorse.${name}`)} hint={hint && t(hint)} error={errors[name] && t(errors[name])}>
			{children}
		</Field>
	);
	const wrong = wrongFields.flatMap((field) => {
		const key = errors[field];
		const first = field === "state" ? "state-interested" : field;
		return key ? [{ field: first, text: t(key) }] : [];
	});
	return (
		<form method="post" action={`/${locale}/petitions/${slug}/endorse`} noValidate>
			{/* Enter in a field presses the first button: it must be the plain one, not an answer to a question. */}
			<button type="submit" className="trap" tabIndex={-1} aria-hidden="true">
				{t("endorse.button")}
			</button>
			{notice && <Notice>{t(notice)}</Notice>}
			{wrong.length > 0 && <ErrorSummary title={t("sign.errors", { count: wrong.length })} errors={wrong} />}
			{personal && wrong.length === 0 && (
				<>
					<Notice>{t("endorse.email.personal", { email: values.email })}</Notice>
					<div className="buttons">
						<button type="submit" name="email_as_role" value="on" className="quiet">
							{t("endorse.email.go-on")}
						</button>
					</div>
				</>
			)}
			{line(
				"organisation",
				(attributes) => (
					<input
						{...attributes}
						type="text"
						autoComplete="organization"
						maxLength={longest.organisation}
						defaultValue={values.organisation}
						required
					/>
				),
				"endorse.organisation.hint",
			)}
			{line("kind", (attributes) => (
				<select {...attributes} defaultValue={values.kind} required>
					<option value="">{t("sign.country.choose")}</option>
					{organisationKinds.map((kind) => (
						<option key={kind} value={kind}>
							{t(`organisation.kind.${kind}`)}
						</option>
					))}
				</select>
			))}
			{parents.length > 0 &&
				line("parent", (attributes) => (
					<select {...attributes} defaultValue={values.parent}>
						<option value="">{t("endorse.parent.none")}</option>
						{parents.map(({ id, name }) => (
							<option key={id} value={id}>
								{name}
							</option>
						))}
					</select>
				))}
			{line(
				"parent_text",
				(attributes) => (
					<input {...attributes} type="text" maxLength={longest.parent_text} defaultValue={values.parent_text} />
				),
				"endorse.parent_text.hint",
			)}
			{line(
				"country",
				(attributes) => (
					<select {...attributes} autoComplete="country" defaultValue={values.country} required>
						<option value="">{t("sign.country.choose")}</option>
						{countriesIn(locale).map(({ code, name }) => (
							<option key={code} value={code}>
								{name}
							</option>
						))}
					</select>
				),
				"endorse.country.hint",
			)}
			{line(
				"members",
				(attributes) => (
					<input {...attributes} type="text" inputMode="numeric" maxLength={14} defaultValue={values.members} />
				),
				"endorse.members.hint",
			)}
			<fieldset
				className={errors.state ? "field field-wrong" : "field"}
				aria-describedby={errors.state && "state-error"}
			>
				<legend>{t("endorse.state")}</legend>
				{errors.state && (
					<p className="error" id="state-error">
						{t(errors.state)}
					</p>
				)}
				{claimStates.map((state) => (
					<Choice
						key={state}
						type="radio"
						name="state"
						value={state}
						label={t(`endorse.state.${state}`)}
						checked={values.state === state}
					/>
				))}
			</fieldset>
			{line(
				"meeting_on",
				(attributes) => (
					<input {...attributes} type="date" defaultValue={values.meeting_on} />
				),
				"endorse.meeting_on.hint",
			)}
			{line(
				"adopted_on",
				(attributes) => (
					<input {...attributes} type="date" defaultValue={values.adopted_on} />
				),
				"endorse.adopted_on.hint",
			)}
			{line(
				"evidence",
				(attributes) => (
					<textarea {...attributes} rows={3} maxLength={longest.evidence} defaultValue={values.evidence} />
				),
				"endorse.evidence.hint",
			)}
			{line(
				"email",
				(attributes) => (
					<input
						{...attributes}
						type="email"
						inputMode="email"
						autoComplete="email"
						defaultValue={values.email}
						required
					/>
				),
				"endorse.email.hint",
			)}
			{line(
				"officer_role",
				(attributes) => (
					<input
						{...attributes}
						type="text"
						maxLength={longest.officer_role}
						defaultValue={values.officer_role}
						required
					/>
				),
				"endorse.officer_role.hint",
			)}
			<p className="trap" aria-hidden="true">
				<label htmlFor="homepage">{t("sign.homepage")}</label>
				<input id="homepage" name="homepage" type="text" tabIndex={-1} autoComplete="off" />
			</p>
			<p className="hint">{t("consent.endorsement")}</p>
			<button type="submit">{t("endorse.button")}</button>
		</form>
	);
}
