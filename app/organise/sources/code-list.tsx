import type { Locale, Translate } from "#app/i18n/translate.ts";
import type { Source } from "#app/petitions/elsewhere/sources.server.ts";
import { embedSnippet } from "#app/ui/embed-snippet.ts";

interface CodeListProps {
	t: Translate;
	locale: Locale;
	/** Of the site: scheme, host and port. */
	origin: string;
	sources: readonly Source[];
}

/** Each code with its link, its picture to print, and how many confirmed by it as far as that may be said. */
export function CodeList({ t, locale, origin, sources }: CodeListProps) {
	if (sources.length === 0) return <p>{t("organise.sources.none")}</p>;
	return (
		<ul>
			{sources.map(({ petition, code, kind, label, shown }) => (
				<li key={code}>
					<p>
						<strong>{label || code}</strong> ({t(`organise.sources.kind.${kind}`)}, {petition}).{" "}
						{t("organise.sources.confirmed")}:{" "}
						{shown > 0 ? new Intl.NumberFormat(locale).format(shown) : t("organise.sources.few")}
						<br />
						{t("organise.sources.link")}: <a href={`/q/${code}`}>{`${origin}/q/${code}`}</a>
						<br />
						{t("organise.sources.qr")}:{" "}
						<a href={`/q/${code}/qr.svg`} download={`${code}.svg`}>
							SVG
						</a>
						,{" "}
						<a href={`/q/${code}/qr.png`} download={`${code}.png`}>
							PNG
						</a>
					</p>
					{kind === "partner" && (
						<details>
							<summary>
								{t("organise.sources.snippet")}
								<span className="unseen">: {label}</span>
							</summary>
							<p>
								<code>
									{embedSnippet({
										origin,
										path: `/embed/petitions/${petition}`,
										query: { l: locale, source: code },
										title: label,
									})}
								</code>
							</p>
						</details>
					)}
				</li>
			))}
		</ul>
	);
}
