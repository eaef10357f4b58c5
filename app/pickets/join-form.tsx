import { type Locale, translator } from "#app/i18n/translate.ts";
import { ErrorSummary, Field, Notice } from "#app/ui/field.tsx";
import type { AddressLevel } from "./facts.ts";
import { emptyRsvpForm, mostInParty, type RsvpErrors, type RsvpField, type RsvpValues } from "./joining/rsvp-fields.ts";

interface JoinFormProps {
	locale: Locale;
	slug: string;
	/** Who learns the meeting point: said beside the field that decides it. */
	addressLevel: AddressLevel;
	/** Places of a meeting or a showing, if they are limited. */
	capacity?: number | null;
	values?: RsvpValues;
	errors?: RsvpErrors;
	/** What else kept the form from being taken, on top. */
	notice?: string;
}

const order: readonly RsvpField[] = ["party", "email"];

/** To be told of changes, to be counted, or both; no name, no account. The same whoever reads it. */
export function JoinForm(props: JoinFormProps) {
	const { locale, slug, addressLevel, capacity, values = emptyRsvpForm, errors = {}, notice } = props;
	const t = translator(locale);
	const wrong = order.flatMap((field) => {
		const key = errors[field];
		return key ? [{ field, text: t(key) }] : [];
	});
	const errorOf = (field: RsvpField) => (errors[field] ? t(errors[field]) : undefined);
	return (
		<form method="post" action={`/${locale}/pickets/${slug}/rsvp`} className="join" id="join" noValidate>
			<h2>{t("picket.join.title")}</h2>
			{notice && <Notice>{notice}</Notice>}
			{wrong.length > 0 && <ErrorSummary title={t("sign.errors", { count: wrong.length })} errors={wrong} />}
			{addressLevel !== "public" && <p>{t(`picket.join.level.${addressLevel}`)}</p>}
			{capacity && <p>{t("picket.join.capacity", { count: capacity })}</p>}
			{capacity && <p>{t("picket.join.capacity.address")}</p>}
			<Field
				name="party"
				label={t("picket.join.party")}
				hint={t(capacity ? "picket.join.party.hint.limited" : "picket.join.party.hint")}
				error={errorOf("party")}
			>
				{(attributes) => (
					<input
						{...attributes}
						type="number"
						inputMode="numeric"
						min={1}
						max={mostInParty}
						defaultValue={values.party}
					/>
				)}
			</Field>
			<Field
				name="email"
				label={t(capacity ? "picket.join.email.limited" : "picket.join.email")}
				hint={t(capacity ? "picket.join.email.hint.limited" : "picket.join.email.hint")}
				error={errorOf("email")}
			>
				{(attributes) => (
					<input {...attributes} type="email" inputMode="email" autoComplete="email" defaultValue={values.email} />
				)}
			</Field>
			<p className="trap" aria-hidden="true">
				<label htmlFor="homepage">{t("sign.homepage")}</label>
				<input id="homepage" name="homepage" type="text" tabIndex={-1} autoComplete="off" />
			</p>
			{values.secret && <input type="hidden" name="secret" value={values.secret} />}
			<button type="submit">{t("picket.join.button")}</button>
		</form>
	);
}
