import type { Translate } from "#app/i18n/translate.ts";
import type { FlaggedLine } from "./lines.server.ts";

interface LinesTableProps {
	t: Translate;
	/** The page's address. */
	here: string;
	/** After which id the page begins, to come back to it. */
	after?: string;
	lines: readonly FlaggedLine[];
}

/** Lines for the families, what a filter has found in each, and the button that publishes it or takes it back. */
export function LinesTable({ t, here, after, lines }: LinesTableProps) {
	return (
		<ul className="queue">
			{lines.map(({ id, petition, locale, line, flags, allowed, picked }, i) => (
				<li key={id}>
					<p className="letter" lang={locale}>
						{line}
					</p>
					<p>{petition}</p>
					{flags.length > 0 && (
						<p className="flags">
							{t("organise.flags")}: {flags.map((flag) => t(`organise.flag.${flag}`)).join(", ")}
						</p>
					)}
					{allowed ? (
						<form method="post" action={here}>
							<input type="hidden" name="line" value={id} />
							{after && <input type="hidden" name="after" value={after} />}
							<button type="submit" name="intent" value={picked ? "unpick" : "pick"} className="quiet">
								{t(picked ? "organise.lines.unpick" : "organise.lines.pick", { number: i + 1 })}
							</button>
						</form>
					) : (
						<p>{t("organise.lines.private")}</p>
					)}
				</li>
			))}
		</ul>
	);
}
