import type { Translate } from "#app/i18n/translate.ts";
import { Markdown } from "#app/ui/markdown.tsx";
import type { Editor } from "./editor.server.ts";
import { fieldLabel } from "./labels.ts";

interface PreviewProps {
	t: Translate;
	preview: NonNullable<Editor["preview"]>;
	sources: Editor["sources"];
	lang: string;
}

/** A document before it is saved: its words in order, its text by the renderer of the public pages. */
export function Preview({ t, preview: { fields, draft, body, mail }, sources, lang }: PreviewProps) {
	const numbers = new Map(sources.map(({ id, position }) => [id, position]));
	return (
		<section id="preview" className="preview" aria-labelledby="preview-title" tabIndex={-1}>
			<h2 id="preview-title">{t("organise.texts.preview.title")}</h2>
			<div lang={lang}>
				{fields.map(({ name, type }) => {
					if (name === "title") return <h3 key={name}>{draft.texts.title}</h3>;
					if (type === "claims" || type === "people")
						return (
							<ul key={name} aria-label={fieldLabel(t, name)}>
								{draft.claims[name]?.map((claim, i) => (
									// biome-ignore lint/suspicious/noArrayIndexKey: what is typed belongs to its place in the list.
									<li key={i}>
										{claim.name && <strong>{claim.name}. </strong>}
										{claim.text} {claim.sources.map((id) => `[${numbers.get(id) ?? "?"}]`).join(" ")}
									</li>
								))}
							</ul>
						);
					return draft.texts[name] ? <p key={name}>{draft.texts[name]}</p> : null;
				})}
				<Markdown text={body} />
			</div>
			{mail && (
				<details>
					<summary>{t("organise.texts.preview.mail")}</summary>
					<dl className="facts">
						<div>
							<dt>{t("organise.mailings.subject")}</dt>
							<dd lang={lang}>{mail.subject}</dd>
						</div>
						<div>
							<dt>{t("organise.mailings.preview")}</dt>
							<dd lang={lang}>{mail.preheader}</dd>
						</div>
					</dl>
					<pre className="mail" lang={lang}>
						{mail.text}
					</pre>
				</details>
			)}
		</section>
	);
}
