import type { MessageKey, Translate } from "#app/i18n/translate.ts";
import { Choice, ErrorSummary, Field } from "#app/ui/field.tsx";
import type { Cells, Column, WrongCell } from "./columns.ts";
import { kindsOf } from "./kind-names.ts";

interface EntryFormProps {
	t: Translate;
	/** By their names. */
	petitions: readonly string[];
	/** What was typed. */
	cells?: Cells;
	wrong: readonly WrongCell[];
}

const labels: Readonly<Record<Column, MessageKey>> = {
	name: "endorse.organisation",
	kind: "endorse.kind",
	country: "organise.entry.country",
	members: "endorse.members",
	parent: "organise.entry.parent",
	web: "organise.entry.web",
	withheld: "organise.entry.withheld",
	adopted_on: "endorse.adopted_on",
	evidence: "endorse.evidence",
	checked: "organise.endorsement.way",
};

/** What a column is called, in words. */
export function columnLabel(t: Translate, column: Column): string {
	return t(labels[column]);
}

/** The form by which the desk enters one endorsement. */
export function EntryForm({ t, petitions, cells, wrong }: EntryFormProps) {
	const field = (name: Column, hint?: MessageKey) => {
		const error = wrong.find(({ column }) => column === name);
		return { name, label: t(labels[name]), hint: hint && t(hint), error: error && t(error.key) };
	};
	const value = (name: Column) => cells?.[name] ?? "";
	return (
		<form method="post" noValidate>
			{wrong.length > 0 && (
				<ErrorSummary
					title={t("sign.errors", { count: wrong.length })}
					errors={wrong.map(({ column, key }) => ({ field: column, text: t(key) }))}
				/>
			)}
			<Field name="petition" label={t("organise.endorsement.petition")}>
				{(attributes) => (
					<select {...attributes}>
						{petitions.map((slug) => (
							<option key={slug} value={slug}>
								{slug}
							</option>
						))}
					</select>
				)}
			</Field>
			<Field {...field("name")}>
				{(attributes) => <input {...attributes} type="text" maxLength={160} defaultValue={value("name")} />}
			</Field>
			<Field {...field("kind")}>
				{(attributes) => (
					<select {...attributes} defaultValue={value("kind")}>
						<option value="">{t("sign.country.choose")}</option>
						{kindsOf(t).map(({ kind, label }) => (
							<option key={kind} value={kind}>
								{label}
							</option>
						))}
					</select>
				)}
			</Field>
			<Field {...field("country")}>
				{(attributes) => <input {...attributes} type="text" maxLength={2} defaultValue={value("country")} />}
			</Field>
			<Field {...field("members", "endorse.members.hint")}>
				{(attributes) => <input {...attributes} type="text" inputMode="numeric" defaultValue={value("members")} />}
			</Field>
			<Field {...field("parent", "organise.entry.parent.hint")}>
				{(attributes) => <input {...attributes} type="text" maxLength={160} defaultValue={value("parent")} />}
			</Field>
			<Field {...field("web", "organise.entry.web.hint")}>
				{(attributes) => <input {...attributes} type="url" maxLength={300} defaultValue={value("web")} />}
			</Field>
			<Choice
				type="checkbox"
				name="withheld"
				label={t("organise.entry.withheld")}
				hint={t("organise.entry.withheld.hint")}
				checked={value("withheld") === "on"}
			/>
			<Field {...field("adopted_on")}>
				{(attributes) => <input {...attributes} type="date" defaultValue={value("adopted_on")} />}
			</Field>
			<Field {...field("evidence", "endorse.evidence.hint")}>
				{(attributes) => <textarea {...attributes} rows={3} maxLength={1_000} defaultValue={value("evidence")} />}
			</Field>
			<Field {...field("checked")}>
				{(attributes) => (
					<select {...attributes} defaultValue={value("checked")}>
						<option value="">{t("organise.entry.not-checked")}</option>
						{(["listed-address", "vouched", "call-back"] as const).map((way) => (
							<option key={way} value={way}>
								{t(`organise.endorsement.way.${way}`)}
							</option>
						))}
					</select>
				)}
			</Field>
			<button type="submit">{t("organise.entry.button")}</button>
		</form>
	);
}
