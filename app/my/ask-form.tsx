import { type Locale, type MessageKey, translator } from "#app/i18n/translate.ts";
import { ErrorSummary, Field, Notice } from "#app/ui/field.tsx";
import { Trap } from "#app/ui/trap.tsx";

/** Where a link is asked for: to all that is held under an address, or in the words of who looks for their gifts. */
export type AskPlace = "my" | "donations";

/** What a post that is not taken says, with what was typed. */
export interface AskSaid {
	/** As it was typed. */
	email: string;
	error?: MessageKey;
	/** What else kept it from being taken. */
	notice?: MessageKey;
}

/** One field: an address, to which a link goes. The same whoever asks. */
export function AskForm({ locale, place, email, error, notice }: AskSaid & { locale: Locale; place: AskPlace }) {
	const t = translator(locale);
	const words = place === "my" ? "my" : "donation";
	return (
		<article className="narrow">
			<h1>{t(`${words}.ask.title`)}</h1>
			<p className="lead">{t(`${words}.ask.text`)}</p>
			<form method="post" action={`/${locale}/${place}`} noValidate>
				{notice && <Notice>{t(notice)}</Notice>}
				{error && <ErrorSummary title={t("sign.errors", { count: 1 })} errors={[{ field: "email", text: t(error) }]} />}
				<Field name="email" label={t("sign.email")} hint={t("my.ask.hint")} error={error && t(error)}>
					{(attributes) => (
						<input {...attributes} type="email" inputMode="email" autoComplete="email" defaultValue={email} required />
					)}
				</Field>
				<Trap label={t("sign.homepage")} />
				<button type="submit">{t("my.ask.button")}</button>
			</form>
			<p className="hint">{t("my.ask.same")}</p>
		</article>
	);
}
