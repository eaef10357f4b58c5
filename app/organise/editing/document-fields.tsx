import type { Translate } from "#app/i18n/translate.ts";
import { Field } from "#app/ui/field.tsx";
import type { DraftErrors } from "./check.server.ts";
import { ClaimsField, SourceBoxes } from "./claims-field.tsx";
import type { Editor } from "./editor.server.ts";
import { fieldHint, fieldLabel, problemText } from "./labels.ts";

interface DocumentFieldsProps {
	t: Translate;
	editor: Pick<Editor, "shape" | "draft" | "source" | "voices" | "sources" | "locale">;
	errors: DraftErrors;
}

/** Everything that a document is asked for, each field with what its source says above it. */
export function DocumentFields({ t, editor, errors }: DocumentFieldsProps) {
	const { shape, draft, source, locale } = editor;
	return (
		<>
			{shape.fields.map(({ name, type }) => {
				if (type === "claims" || type === "people") {
					const said = source && { locale: source.locale, claims: source.draft.claims[name] ?? [] };
					const claims = draft.claims[name] ?? [];
					return (
						<ClaimsField
							key={name}
							{...{ t, name, claims, said, errors }}
							people={type === "people"}
							voices={editor.voices}
							sources={editor.sources}
							lang={locale}
						/>
					);
				}
				if (type === "sources")
					return (
						<SourceBoxes
							key={name}
							name={name}
							legend={fieldLabel(t, name)}
							error={problemText(t, errors[name])}
							ticked={draft.sources[name] ?? []}
							sources={editor.sources}
						/>
					);
				const label = fieldLabel(t, name);
				const words = type === "line" || type === "text" || type === "lines";
				return (
					<div key={name}>
						{words && <SourceWords source={source} text={source?.draft.texts[name]} />}
						<Field name={name} label={label} hint={fieldHint(t, name)} error={problemText(t, errors[name])}>
							{(attributes) => {
								const value = draft.texts[name] ?? "";
								if (type === "text" || type === "lines")
									return <textarea rows={5} {...attributes} lang={locale} defaultValue={value} />;
								const kind = type === "day" ? "date" : "text";
								return <input type={kind} {...attributes} lang={locale} defaultValue={value} />;
							}}
						</Field>
					</div>
				);
			})}
			{shape.body && (
				<>
					<SourceWords source={source} text={source?.draft.body} />
					<Field
						name="body"
						label={fieldLabel(t, "body")}
						hint={fieldHint(t, "body")}
						error={problemText(t, errors.body)}
					>
						{(attributes) => <textarea rows={20} {...attributes} lang={locale} defaultValue={draft.body} />}
					</Field>
				</>
			)}
		</>
	);
}

function SourceWords({ source, text }: { source: Editor["source"]; text: string | undefined }) {
	if (!source || !text) return null;
	return (
		<p className="source-words" lang={source.locale}>
			{text}
		</p>
	);
}
