import { countryName } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import type { Endorsement } from "#app/petitions/endorsing/endorsement.server.ts";
import { Choice, Field } from "#app/ui/field.tsx";
import { kindsOf } from "./kind-names.ts";

interface PlaceFormProps {
	t: Translate;
	locale: Locale;
	organisation: Endorsement["organisation"];
	/** What it can belong to. */
	parents: readonly { id: string; name: string }[];
}

/** What a body is and where it stands in its tree. */
export function PlaceForm({ t, locale, organisation, parents }: PlaceFormProps) {
	const { name, kind, country, members, web, parentId, nameWithheld } = organisation;
	return (
		<form method="post">
			<h2>{t("organise.endorsement.place")}</h2>
			<input type="hidden" name="intent" value="place" />
			<Field name="name" label={t("endorse.organisation")}>
				{(attributes) => <input {...attributes} type="text" maxLength={160} defaultValue={name} required />}
			</Field>
			<Field name="kind" label={t("endorse.kind")}>
				{(attributes) => (
					<select {...attributes} defaultValue={kind}>
						{kindsOf(t).map(({ kind, label }) => (
							<option key={kind} value={kind}>
								{label}
							</option>
						))}
					</select>
				)}
			</Field>
			<Field name="parent" label={t("endorse.parent")}>
				{(attributes) => (
					<select {...attributes} defaultValue={parentId ?? ""}>
						<option value="">{t("endorse.parent.none")}</option>
						{parents.map((parent) => (
							<option key={parent.id} value={parent.id}>
								{parent.name}
							</option>
						))}
					</select>
				)}
			</Field>
			<Field name="country" label={t("organise.entry.country")} hint={countryName(country, locale)}>
				{(attributes) => <input {...attributes} type="text" maxLength={2} defaultValue={country} required />}
			</Field>
			<Field name="members" label={t("endorse.members")}>
				{(attributes) => <input {...attributes} type="text" inputMode="numeric" defaultValue={members ?? ""} />}
			</Field>
			<Field name="web" label={t("organise.entry.web")} hint={t("organise.entry.web.hint")}>
				{(attributes) => <input {...attributes} type="url" maxLength={300} defaultValue={web ?? ""} />}
			</Field>
			<Choice
				type="checkbox"
				name="withheld"
				label={t("organise.entry.withheld")}
				hint={`${t("organise.entry.withheld.hint")} ${t("organise.entry.withheld.two")}`}
				checked={nameWithheld}
			/>
			<button type="submit" className="quiet">
				{t("organise.endorsement.place.button")}
			</button>
		</form>
	);
}
