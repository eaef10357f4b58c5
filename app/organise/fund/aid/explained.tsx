import { type Locale, type Translate, translator } from "#app/i18n/translate.ts";

/** In which families are spoken to; English for who does the speaking. */
const languages: readonly Locale[] = ["kk", "ru", "en"];

const paragraphs = ["notice", "register", "lists", "lawyer", "choice"] as const;

/**
 * The rules on money from abroad, as they are explained to a family: in Kazakh and in Russian whatever the desk's
 * language, to be read out or copied. Law changes: a lawyer is asked each time.
 */
export function Explained({ t }: { t: Translate }) {
	return (
		<>
			<p>{t("organise.aid.explained.how")}</p>
			{languages.map((language) => {
				const words = translator(language);
				return (
					<details key={language}>
						<summary lang={language}>{words("language.name")}</summary>
						<div lang={language}>
							{paragraphs.map((paragraph) => (
								<p key={paragraph}>{words(`organise.aid.explained.${paragraph}`)}</p>
							))}
						</div>
					</details>
				);
			})}
		</>
	);
}
