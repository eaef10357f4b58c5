import type { Translate } from "#app/i18n/translate.ts";

interface PartFormProps {
	t: Translate;
	/** The line's number. */
	id: string;
	/** What was typed and is not the line. */
	typed: string | undefined;
}

/** A line that is several payments: their amounts, which together are the line. */
export function PartForm({ t, id, typed }: PartFormProps) {
	const wrong = typed !== undefined;
	const described = [`amounts-${id}-hint`, ...(wrong ? [`amounts-${id}-error`] : [])].join(" ");
	return (
		<details open={wrong}>
			<summary>{t("organise.bank.parts")}</summary>
			<form method="post">
				<input type="hidden" name="line" value={id} />
				<div className={wrong ? "field field-wrong" : "field"}>
					<label htmlFor={`amounts-${id}`}>{t("organise.bank.parts.amounts")}</label>
					<p className="hint" id={`amounts-${id}-hint`}>
						{t("organise.bank.parts.hint")}
					</p>
					{wrong && (
						<p className="error" id={`amounts-${id}-error`}>
							{t("organise.bank.no.sum")}
						</p>
					)}
					<textarea
						id={`amounts-${id}`}
						name="amounts"
						rows={3}
						maxLength={4000}
						required
						autoComplete="off"
						defaultValue={typed}
						aria-describedby={described}
						{...(wrong && { "aria-invalid": true })}
					/>
				</div>
				<button type="submit" name="intent" value="part" className="quiet">
					{t("organise.bank.parts.say")}
				</button>
			</form>
		</details>
	);
}
