import type { Translate } from "#app/i18n/translate.ts";
import type { NamedWaiting } from "./paper.server.ts";

/** The sheets that wait for a second count, without the first one's numbers, and those that two counted differently. */
export function WaitingSheets({ t, waiting }: { t: Translate; waiting: readonly NamedWaiting[] }) {
	return (
		<section>
			<h2>{t("organise.paper.waiting")}</h2>
			{waiting.length === 0 && <p>{t("organise.paper.waiting.none")}</p>}
			<ul>
				{waiting.map((sheet) => (
					<li key={sheet.serial}>
						<strong>{sheet.serial}</strong> ({sheet.petition}): {stateText(t, sheet)}
					</li>
				))}
			</ul>
		</section>
	);
}

function stateText(t: Translate, { state, tallies }: NamedWaiting): string {
	if (state === "entered") return t("organise.paper.entered", { name: tallies[0]?.name ?? "" });
	const [one = "", two = ""] = tallies.map(({ name, rows = 0, refused = 0 }) =>
		t("organise.paper.tally", { name, rows, refused }),
	);
	return t("organise.paper.differs", { one, two });
}
