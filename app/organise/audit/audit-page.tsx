import { type Locale, type Translate, translator } from "#app/i18n/translate.ts";
import type { Line } from "./read.server.ts";

interface AuditPageProps {
	locale: Locale;
	lines: readonly Line[];
	/** Where the next page begins; null where there is none. */
	older: number | null;
}

/** The log as a list: what was done in words, then its number, when, and who did it by name. */
export function AuditPage({ locale, lines, older }: AuditPageProps) {
	const t = translator(locale);
	return (
		<>
			<p>{t("organise.audit.lead")}</p>
			<form method="post" action="/organise/audit/lines">
				<button type="submit" className="quiet">
					{t("organise.audit.download")}
				</button>
			</form>
			{lines.length === 0 ? (
				<p>{t("organise.audit.none")}</p>
			) : (
				<ul className="log">
					{lines.map((line) => (
						<li key={line.seq}>
							<strong>{line.act ? t(`organise.act.${line.act}`) : t("organise.audit.other")}</strong> {aboutOf(line)}
							<span className="hint">
								{`${line.seq} · ${line.at.toISOString().slice(0, 16).replace("T", " ")} UTC · ${whoOf(t, line)}`}
							</span>
						</li>
					))}
				</ul>
			)}
			{older !== null && (
				<p>
					<a href={`/organise/audit?below=${older}`}>{t("organise.audit.older")}</a>
				</p>
			)}
		</>
	);
}

function whoOf(t: Translate, { who }: Line): string {
	if (who === null) return t("organise.audit.machine");
	return who || t("organise.audit.gone");
}

function aboutOf({ campaign, about, figures }: Line): string {
	const said = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
	return [campaign, about, ...said].filter(Boolean).join(" · ");
}
