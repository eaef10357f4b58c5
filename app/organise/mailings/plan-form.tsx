import { type Locale, locales, type Translate } from "#app/i18n/translate.ts";
import { Choice, Field } from "#app/ui/field.tsx";
import { languageName } from "../editing/labels.ts";
import type { MailingPage } from "./read.server.ts";

interface PlanFormProps {
	t: Translate;
	mailing: Pick<MailingPage, "audience" | "spreadMinutes" | "zone"> & { startsAt: Date | string | null };
}

/** Whom a mailing is for, when it goes and over how long. */
export function PlanForm({ t, mailing: { audience, startsAt, spreadMinutes, zone } }: PlanFormProps) {
	return (
		<form method="post">
			<h2>{t("organise.mailings.plan")}</h2>
			<fieldset className="field">
				<legend>{t("organise.mailings.plan.languages")}</legend>
				{locales.map((locale: Locale) => (
					<Choice
						key={locale}
						type="checkbox"
						name="locale"
						value={locale}
						label={languageName(locale)}
						checked={audience.locales?.includes(locale) ?? true}
					/>
				))}
			</fieldset>
			<fieldset className="field">
				<legend>{t("organise.mailings.plan.kinds")}</legend>
				{(["person", "organisation"] as const).map((kind) => (
					<Choice
						key={kind}
						type="checkbox"
						name="kind"
						value={kind}
						label={t(`organise.mailings.plan.${kind}`)}
						checked={audience.kinds?.includes(kind) ?? true}
					/>
				))}
			</fieldset>
			<Field
				name="countries"
				label={t("organise.mailings.plan.countries")}
				hint={t("organise.mailings.plan.countries.hint")}
			>
				{(attributes) => (
					<input type="text" {...attributes} autoComplete="off" defaultValue={audience.countries?.join(" ")} />
				)}
			</Field>
			<Field name="at" label={t("organise.texts.schedule.at", { zone })} hint={t("organise.mailings.plan.at.hint")}>
				{(attributes) => (
					<input
						type="datetime-local"
						{...attributes}
						defaultValue={startsAt ? localTime(new Date(startsAt), zone) : undefined}
					/>
				)}
			</Field>
			<Field name="spread" label={t("organise.mailings.plan.spread")} hint={t("organise.mailings.plan.spread.hint")}>
				{(attributes) => (
					<input type="number" {...attributes} min={0} max={168} defaultValue={Math.round(spreadMinutes / 60)} />
				)}
			</Field>
			<button type="submit" name="intent" value="plan" className="quiet">
				{t("organise.mailings.plan.save")}
			</button>
		</form>
	);
}

/** A moment as a field for local times has it, on the clocks of a zone: `2026-12-16T09:00` (ISO 8601, as Swedes write). */
function localTime(moment: Date, zone: string): string {
	const words = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
	return words.format(moment).replace(" ", "T");
}
