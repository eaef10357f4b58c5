import type { Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";
import type { SourceErrors } from "./sources.server.ts";

interface SourceFieldsProps {
	t: Translate;
	/** Its id; empty for one that is added. */
	at: string;
	words: Record<"id" | "cite" | "date" | "url" | "language", string>;
	errors: SourceErrors;
}

/** The fields of a source. Its id, by which texts cite it, is asked for once. */
export function SourceFields({ t, at, words, errors }: SourceFieldsProps) {
	const names = (["id", "cite", "date", "url", "language"] as const).filter((name) => name !== "id" || at === "");
	return names.map((name) => {
		const error = errors[name];
		const hint = name === "id" || name === "date" ? t(`organise.texts.source.${name}.hint`) : undefined;
		const wrong =
			error === "taken" ? t("organise.texts.source.taken") : error && t(`organise.texts.problem.${error}`, { most: 0 });
		return (
			<Field key={name} name={`${name}-${at}`} label={t(`organise.texts.source.${name}`)} hint={hint} error={wrong}>
				{(attributes) => (
					<input type={name === "url" ? "url" : "text"} {...attributes} name={name} defaultValue={words[name]} />
				)}
			</Field>
		);
	});
}
