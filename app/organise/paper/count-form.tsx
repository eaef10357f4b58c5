import type { Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";

/** One sheet: its two numbers by one person and by another, or that it is counted anew or void. */
export function CountForm({ t, serial }: { t: Translate; serial: string | undefined }) {
	return (
		<>
			<form method="post">
				<h2>{t("organise.paper.count")}</h2>
				<p>{t("organise.paper.count.text")}</p>
				<Field name="serial" label={t("organise.paper.serial")}>
					{(attributes) => (
						<input {...attributes} type="text" required maxLength={20} autoComplete="off" defaultValue={serial} />
					)}
				</Field>
				<Field name="rows" label={t("organise.paper.rows")}>
					{(attributes) => <input {...attributes} type="text" inputMode="numeric" maxLength={4} autoComplete="off" />}
				</Field>
				<Field name="refused" label={t("organise.paper.refused")} hint={t("organise.paper.refused.hint")}>
					{(attributes) => <input {...attributes} type="text" inputMode="numeric" maxLength={4} autoComplete="off" />}
				</Field>
				<button type="submit" name="intent" value="count">
					{t("organise.paper.enter")}
				</button>
			</form>
			<form method="post">
				<h2>{t("organise.paper.mend")}</h2>
				<p>{t("organise.paper.mend.text")}</p>
				<div className="field">
					<label htmlFor="mended">{t("organise.paper.serial")}</label>
					<input id="mended" name="serial" type="text" required maxLength={20} autoComplete="off" />
				</div>
				<button type="submit" name="intent" value="recount" className="quiet">
					{t("organise.paper.recount")}
				</button>{" "}
				<button type="submit" name="intent" value="void" className="quiet">
					{t("organise.paper.void")}
				</button>
			</form>
		</>
	);
}
