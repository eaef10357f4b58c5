import type { Locale, Translate } from "#app/i18n/translate.ts";
import { editorAddress } from "./address.ts";
import { languageName } from "./labels.ts";
import { stateWords, type TextState } from "./state.ts";

interface TextsTableProps {
	t: Translate;
	locale: Locale;
	slug: string;
	zone: string;
	/** What can be added as often as it needs is offered where there is none of it. */
	mayAdd: boolean;
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
export function TextsTable({ t, locale, slug, zone, mayAdd, texts }: TextsTableProps) {
	const all = (Object.keys(kinds) as (keyof typeof kinds)[]).map((kind) => ({
		kind,
		some: texts.filter((text) => text.kind === kind),
	}));
	const groups = all.filter(({ kind, some }) => some.length > 0 || kind === "timeline" || kind === "update");
	return groups.map(({ kind, some }) => (
		<section key={kind} aria-labelledby={`texts-${kind}`}>
			<h2 id={`texts-${kind}`}>{t(kinds[kind])}</h2>
			{some.length === 0 && (
				<p>
					{t("organise.texts.none-of-kind")} {mayAdd && <a href="#add">{t("organise.texts.add")}</a>}
				</p>
			)}
			<ul className="texts">
				{some.map(({ path, title, languages }) => (
					<li key={path}>
						<p>
							<strong>{title || t(kinds[kind])}</strong> <small>{path}</small>
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
