import type { Locale, Translate } from "#app/i18n/translate.ts";
import type { Endorsement } from "#app/petitions/endorsing/endorsement.server.ts";
import { Choice, Field } from "#app/ui/field.tsx";
import { PlaceForm } from "./place-form.tsx";

interface EndorsementFormsProps {
	t: Translate;
	locale: Locale;
	endorsement: Omit<Endorsement, "petition">;
	places: {
		parents: readonly { id: string; name: string }[];
		sames: readonly { id: string; name: string }[];
	};
}

/** What can be done with an endorsement from where it stands. */
export function EndorsementForms({ t, locale, endorsement, places }: EndorsementFormsProps) {
	const { state, mergedInto, contact } = endorsement;
	if (mergedInto) return null;
	const can = {
		check: state === "adopted",
		show: state === "checked",
		hide: state === "shown",
		reopen: state === "refused",
	};
	const refusable = state !== "refused" && state !== "withdrawn";
	return (
		<>
			{can.check && (
				<form method="post">
					<h2>{t("organise.endorsement.check")}</h2>
					<fieldset className="field">
						<legend>{t("organise.endorsement.way")}</legend>
						{(["listed-address", "vouched", "call-back"] as const).map((way) => (
							<Choice
								key={way}
								type="radio"
								name="way"
								value={way}
								label={t(`organise.endorsement.way.${way}`)}
								hint={t(`organise.endorsement.way.${way}.hint`)}
								checked={false}
							/>
						))}
					</fieldset>
					<Field name="note" label={t("organise.endorsement.note")} hint={t("organise.endorsement.note.hint")}>
						{(attributes) => <textarea {...attributes} rows={2} maxLength={1_000} />}
					</Field>
					{contact && (
						<Choice
							type="checkbox"
							name="trust"
							label={t("organise.endorsement.trust")}
							hint={t("organise.endorsement.trust.hint")}
							checked={false}
						/>
					)}
					<div className="buttons">
						<button type="submit" name="intent" value="check-and-show">
							{t("organise.endorsement.check-and-show")}
						</button>
						<button type="submit" name="intent" value="check" className="quiet">
							{t("organise.endorsement.check-only")}
						</button>
					</div>
				</form>
			)}
			<form method="post" className="buttons">
				{(["show", "hide", "reopen"] as const).map(
					(intent) =>
						can[intent] && (
							<button key={intent} type="submit" name="intent" value={intent}>
								{t(`organise.endorsement.${intent}`)}
							</button>
						),
				)}
			</form>
			<PlaceForm t={t} locale={locale} organisation={endorsement.organisation} parents={places.parents} />
			{places.sames.length > 0 && (
				<form method="post">
					<h2>{t("organise.endorsement.merge")}</h2>
					<input type="hidden" name="intent" value="merge" />
					<Field name="into" label={t("organise.endorsement.merge.into")} hint={t("organise.endorsement.merge.hint")}>
						{(attributes) => (
							<select {...attributes} required>
								<option value="">{t("sign.country.choose")}</option>
								{places.sames.map(({ id, name }) => (
									<option key={id} value={id}>
										{name}
									</option>
								))}
							</select>
						)}
					</Field>
					<button type="submit" className="quiet">
						{t("organise.endorsement.merge.button")}
					</button>
				</form>
			)}
			{refusable && (
				<form method="post">
					<h2>{t("organise.endorsement.refuse")}</h2>
					<input type="hidden" name="intent" value="refuse" />
					<Field name="because" label={t("organise.endorsement.because")} hint={t("organise.endorsement.because.hint")}>
						{(attributes) => (
							<select {...attributes} required>
								<option value="">{t("sign.country.choose")}</option>
								{(["no-answer", "not-adopted", "unknown-body", "asked-by-body", "other"] as const).map((because) => (
									<option key={because} value={because}>
										{t(`endorsement.refused.${because}`)}
									</option>
								))}
							</select>
						)}
					</Field>
					<button type="submit" className="quiet">
						{t("organise.endorsement.refuse")}
					</button>
				</form>
			)}
		</>
	);
}
