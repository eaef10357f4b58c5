import { countryName } from "#app/i18n/format.ts";
import { type Locale, type MessageKey, translator } from "#app/i18n/translate.ts";
import { Choice, ErrorSummary, Field } from "#app/ui/field.tsx";
import type { Outcome } from "./confirmable.server.ts";
import { MannerChoice } from "./manner-choice.tsx";
import { longest, type SignErrors } from "./sign-fields.ts";
import { VisibilityChoice } from "./visibility-choice.tsx";
import type { Words } from "./words.ts";

interface ConfirmPageProps {
	locale: Locale;
	token: string;
	petition: { title: string; addressees: string };
	words: Words;
	errors: SignErrors;
}

/** The petition, the words that were posted with this address, one button; changing them is folded away. */
export function ConfirmPage({ locale, token, petition, words, errors }: ConfirmPageProps) {
	const t = translator(locale);
	const errorOf = (field: "name" | "organisation") => (errors[field] ? t(errors[field]) : undefined);
	const wrong = (["name", "organisation"] as const).flatMap((field) => {
		const text = errorOf(field);
		return text ? [{ field, text }] : [];
	});
	return (
		<article className="narrow">
			<h1>{t("confirm.title")}</h1>
			<dl className="facts">
				<dt>{t("confirm.petition")}</dt>
				<dd>{petition.title}</dd>
				<dt>{t("confirm.to")}</dt>
				<dd>{petition.addressees.split("\n").join("; ")}</dd>
			</dl>
			<form method="post" action={`/${locale}/confirm/${token}`} noValidate>
				{wrong.length > 0 && <ErrorSummary title={t("sign.errors", { count: wrong.length })} errors={wrong} />}
				<h2>{t("confirm.your-choice")}</h2>
				<Chosen locale={locale} words={words} />
				<details open={wrong.length > 0}>
					<summary>{t("confirm.change")}</summary>
					{!words.atRisk && <VisibilityChoice t={t} chosen={words.visibility} addressees={petition.addressees} />}
					{!words.atRisk && (
						<Field name="name" label={t("sign.name")} hint={t("sign.name.hint")} error={errorOf("name")}>
							{(attributes) => (
								<input
									{...attributes}
									type="text"
									autoComplete="name"
									maxLength={longest.name}
									defaultValue={words.name}
								/>
							)}
						</Field>
					)}
					{!words.atRisk && (
						<>
							<MannerChoice t={t} chosen={words.shownAs} />
							<Field
								name="organisation"
								label={t("sign.organisation")}
								hint={t("sign.organisation.hint")}
								error={errorOf("organisation")}
							>
								{(attributes) => (
									<input
										{...attributes}
										type="text"
										maxLength={longest.organisation}
										defaultValue={words.organisation}
									/>
								)}
							</Field>
						</>
					)}
					<input type="hidden" name="updates" value="off" />
					<Choice type="checkbox" name="updates" label={t("sign.updates")} checked={words.updates} />
				</details>
				<button type="submit">{t("confirm.button")}</button>
			</form>
			<p className="hint">{t("confirm.not-you")}</p>
		</article>
	);
}

function Chosen({ locale, words }: { locale: Locale; words: Words }) {
	const t = translator(locale);
	return (
		<ul>
			<li>{words.atRisk ? t("confirm.at-risk") : t(`sign.visibility.${words.visibility}`)}</li>
			{!words.atRisk && words.visibility === "public" && (
				<li>
					<strong>{t("confirm.public.stays")}</strong>
				</li>
			)}
			{words.name && (
				<li>
					{t("confirm.name")}: {words.name}
				</li>
			)}
			{words.visibility === "public" && words.shownAs === "initials" && <li>{t("sign.shown-as.initials")}</li>}
			{words.organisation && (
				<li>
					{t("confirm.organisation")}: {words.organisation}
				</li>
			)}
			{words.town && (
				<li>
					{t("confirm.town")}: {words.town}
				</li>
			)}
			{words.country !== "ZZ" && (
				<li>
					{t("sign.country")}: {countryName(words.country, locale)}
				</li>
			)}
			{words.line && (
				<li>
					{t("confirm.line")}: «{words.line}» {words.linePublic && t("confirm.line-public")}
				</li>
			)}
			<li>{t(updatesKey(words))}</li>
		</ul>
	);
}

function updatesKey({ updates, atRisk }: Words): MessageKey {
	if (!updates) return "confirm.updates.off";
	return atRisk ? "confirm.at-risk.updates" : "confirm.updates.on";
}

interface ConfirmOutcomeProps {
	locale: Locale;
	token: string;
	found: Outcome;
}

/** What a link says that has nothing left to confirm, and what to do. */
export function ConfirmOutcome({ locale, token, found }: ConfirmOutcomeProps) {
	const t = translator(locale);
	const words = found.state === "counted" ? "already" : found.state;
	const renewable = found.state === "expired" && found.renewable;
	return (
		<article className="narrow">
			<h1>{t(`confirm.${words}.title`)}</h1>
			<p>{t(renewable ? "confirm.expired.renew" : `confirm.${words}.text`)}</p>
			{renewable && (
				<form method="post" action={`/${locale}/confirm/${token}/again`}>
					<button type="submit">{t("confirm.expired.button")}</button>
				</form>
			)}
			{(found.state === "used" || (found.state === "counted" && found.withdrawable)) && (
				<p>
					<a href={`/${locale}/withdraw/${token}`}>{t("confirm.already.withdraw")}</a>
				</p>
			)}
			{(found.state === "used" || found.state === "counted") && (
				<p>
					{t("confirm.already.my")} <a href={`/${locale}/my`}>{t("my.ask.title")}</a>
				</p>
			)}
			{((found.state === "expired" && !renewable) || found.state === "replaced" || found.state === "withdrawn") && (
				<p>
					<a className="button" href={`/${locale}/petitions/${found.slug}#sign`}>
						{t("check.again")}
					</a>
				</p>
			)}
			<p>
				<a href={`/${locale}`}>{t("error.home")}</a>
			</p>
		</article>
	);
}
