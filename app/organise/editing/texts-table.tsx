import type { Locale, Translate } from "#app/i18n/translate.ts";
import { editorAddress } from "./address.ts";
import { languageName } from "./labels.ts";
import { stateWords, type TextState } from "./state.ts";

interface TextsTableProps {
	t: Translate;
	locale: Locale;
	slug: string;
	zone: string;
	texts: readonly {
		path: string;
		kind: keyof typeof kinds;
		title: string;
		languages: readonly { locale: string; state?: TextState }[];
	}[];
}

const kinds = {
	campaign: "organise.texts.kind.campaign",
	petition: "organise.texts.kind.petition",
	memorial: "organise.texts.kind.memorial",
	share: "organise.texts.kind.share",
	timeline: "organise.texts.kind.timeline",
	update: "organise.texts.kind.update",
} as const;

/** Documents under what they are; each with its languages, so that a telephone needs no table. */
export function TextsTable({ t, locale, slug, zone, texts }: TextsTableProps) {
	const groups = [...new Set(texts.map(({ kind }) => kind))];
	return groups.map((group) => (
		<section key={group} aria-labelledby={`texts-${group}`}>
			<h2 id={`texts-${group}`}>{t(kinds[group])}</h2>
			<ul className="texts">
				{texts
					.filter(({ kind }) => kind === group)
					.map(({ path, title, languages }) => (
						<li key={path}>
							<p>
								<strong>{title || t(kinds[group])}</strong> <small>{path}</small>
							</p>
							<ul>
								{languages.map((language) => (
									<li key={language.locale}>
										<a href={editorAddress(slug, language.locale, path)} lang={language.locale}>
											{languageName(language.locale)}
											<span className="unseen">: {title || path}</span>
										</a>{" "}
										<span className={language.state?.stale || language.state?.schedule?.problem ? "stale" : undefined}>
											{stateWords(t, locale, zone, language.state).join("; ")}
										</span>
									</li>
								))}
							</ul>
						</li>
					))}
			</ul>
		</section>
	));
}
