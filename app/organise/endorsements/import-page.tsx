import type { Translate } from "#app/i18n/translate.ts";
import { Field, Notice } from "#app/ui/field.tsx";
import { columns } from "./columns.ts";
import { columnLabel } from "./entry-form.tsx";
import type { ReadImport } from "./read-import.ts";

interface ImportPageProps {
	t: Translate;
	petitions: readonly string[];
	/** As it was pasted. */
	csv?: string;
	petition?: string;
	/** How it was understood; absent before anything was posted. */
	read?: ReadImport;
	/** How many are new; null before they are entered. */
	entered?: number | null;
}

/** A table is pasted, looked at line by line, and then entered. */
export function ImportPage({ t, petitions, csv = "", petition, read, entered = null }: ImportPageProps) {
	const lines = read && "lines" in read ? read.lines : [];
	const wrong = lines.filter((line) => line.wrong.length > 0);
	const ready = entered === null && lines.length > 0 && wrong.length === 0;
	return (
		<>
			{entered !== null && <Notice>{t("organise.import.entered", { count: entered })}</Notice>}
			{read && "problem" in read && <Notice>{t(read.problem)}</Notice>}
			{wrong.length > 0 && <Notice>{t("organise.import.wrong", { count: wrong.length })}</Notice>}
			{ready && <Notice>{t("organise.import.ready", { count: lines.length })}</Notice>}
			<p>{t("organise.import.text")}</p>
			<p className="copy">{columns.join(",")}</p>
			<p className="hint">{t("organise.import.values")}</p>
			<form method="post">
				<Field name="petition" label={t("organise.endorsement.petition")}>
					{(attributes) => (
						<select {...attributes} defaultValue={petition}>
							{petitions.map((slug) => (
								<option key={slug} value={slug}>
									{slug}
								</option>
							))}
						</select>
					)}
				</Field>
				<Field name="csv" label={t("organise.import.csv")}>
					{(attributes) => <textarea {...attributes} rows={10} defaultValue={csv} required />}
				</Field>
				<div className="buttons">
					<button type="submit" name="intent" value="look">
						{t("organise.import.look")}
					</button>
					{ready && (
						<button type="submit" name="intent" value="enter">
							{t("organise.import.enter", { count: lines.length })}
						</button>
					)}
				</div>
			</form>
			{entered === null && (
				<ol className="queue">
					{(wrong.length > 0 ? wrong : lines).slice(0, 200).map(({ line, name, wrong }) => (
						<li key={line}>
							<p>
								{t("organise.import.line", { line })}: {name}
							</p>
							{wrong.map(({ column, key }) => (
								<p key={column} className="error">
									{columnLabel(t, column)}: {t(key)}
								</p>
							))}
						</li>
					))}
				</ol>
			)}
		</>
	);
}
