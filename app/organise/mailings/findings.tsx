import type { Translate } from "#app/i18n/translate.ts";
import type { Finding } from "#app/mailings/writing/look-over.server.ts";
import { languageName } from "../editing/labels.ts";

/** What was found when the mail was looked over: what stops it, and what has only to be known. */
export function Findings({ t, findings }: { t: Translate; findings: readonly Finding[] }) {
	if (findings.length === 0) return <p>{t("organise.mailings.checks.none")}</p>;
	return (
		<ul>
			{findings.map(({ check, stops, locale, what }) => (
				<li key={[check, locale, what].join(" ")}>
					<strong>{t(stops ? "organise.mailings.checks.stops" : "organise.mailings.checks.warns")}</strong>{" "}
					{locale && `${languageName(locale)}: `}
					{t(`organise.mailings.check.${check}`)}
					{what && (
						<>
							{" "}
							<code>{what}</code>
						</>
					)}
				</li>
			))}
		</ul>
	);
}
