import type { Translate } from "#app/i18n/translate.ts";
import type { NeedLine } from "./needs.server.ts";

/** What needs somebody, a link a line; a sentence where nothing does. */
export function NeedList({ t, lines }: { t: Translate; lines: readonly NeedLine[] }) {
	if (lines.length === 0) return <p>{t("organise.need.none")}</p>;
	return (
		<ul className="needs">
			{lines.map(({ label, n, href, campaign }) => (
				<li key={`${label} ${campaign}`}>
					<a href={href}>{t(label, { n })}</a>
				</li>
			))}
		</ul>
	);
}
