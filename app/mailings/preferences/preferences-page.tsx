import { formatDay } from "#app/i18n/format.ts";
import { type Locale, locales, type Translate, translator } from "#app/i18n/translate.ts";
import { Choice, Field, Notice } from "#app/ui/field.tsx";
import type { Preferences } from "./preferences.server.ts";

interface PreferencesPageProps {
	locale: Locale;
	token: string;
	found: Preferences;
	/** It shows what has just been kept. */
	saved: boolean;
}

/** Kinds and language of one campaign's mails, and the buttons that end them. */
export function PreferencesPage({ locale, token, found, saved }: PreferencesPageProps) {
	const t = translator(locale);
	const action = `/${locale}/mail/${token}`;
	return (
		<article className="narrow">
			<h1>{t("preferences.title")}</h1>
			{saved && <Notice>{t("preferences.saved")}</Notice>}
			<dl className="facts">
				<dt>{t("preferences.campaign")}</dt>
				<dd>{found.about}</dd>
			</dl>
			{found.ending && <StayForm t={t} locale={locale} action={action} ending={found.ending} />}
			<form method="post" action={action}>
				<fieldset>
					<legend>{t("preferences.kinds")}</legend>
					<Choice
						type="checkbox"
						name="updates"
						label={t("preferences.updates")}
						hint={t("updates.pace", { day: formatDay(found.day, locale) })}
						checked={found.updates}
					/>
					<Choice
						type="checkbox"
						name="milestones"
						label={t("preferences.milestones")}
						hint={t("preferences.milestones.hint")}
						checked={found.milestones}
					/>
				</fieldset>
				<p className="hint">{t("preferences.none")}</p>
				<Field name="language" label={t("preferences.language")}>
					{(attributes) => (
						<select {...attributes} defaultValue={found.locale}>
							{locales.map((language) => (
								<option key={language} value={language} lang={language}>
									{translator(language)("language.name")}
								</option>
							))}
						</select>
					)}
				</Field>
				<button type="submit">{t("preferences.save")}</button>
			</form>
			<h2>{t("unsubscribe.title")}</h2>
			<p>{t("unsubscribe.text")}</p>
			<form method="post" action={action}>
				<button type="submit" name="stop" value="campaign">
					{t("unsubscribe.button")}
				</button>
			</form>
			<h2>{t("preferences.everywhere")}</h2>
			<p>{t("preferences.everywhere.text")}</p>
			<form method="post" action={action}>
				<button type="submit" name="stop" value="everywhere">
					{t("preferences.everywhere.button")}
				</button>
			</form>
		</article>
	);
}

interface StayFormProps {
	t: Translate;
	locale: Locale;
	action: string;
	ending: NonNullable<Preferences["ending"]>;
}

/** Until when the address is kept now that the campaign is over, and the one button by which it is kept for longer. */
function StayForm({ t, locale, action, ending: { keepUntil, ifStaying } }: StayFormProps) {
	if (keepUntil >= ifStaying)
		return <p className="notice">{t("stay.stayed", { day: formatDay(keepUntil, locale) })}</p>;
	return (
		<form method="post" action={action}>
			<h2>{t("stay.title")}</h2>
			<p>{t("stay.text", { day: formatDay(keepUntil, locale), until: formatDay(ifStaying, locale) })}</p>
			<button type="submit" name="stay" value="on">
				{t("stay.button")}
			</button>
		</form>
	);
}

/** A link that is nobody's, or has done its work: nobody is told which. */
export function UnknownLink({ t, locale }: { t: Translate; locale: Locale }) {
	return (
		<article className="narrow">
			<h1>{t("preferences.unknown.title")}</h1>
			<p>{t("preferences.unknown.text")}</p>
			<p>
				<a href={`/${locale}/my`}>{t("preferences.unknown.my")}</a>
			</p>
		</article>
	);
}
