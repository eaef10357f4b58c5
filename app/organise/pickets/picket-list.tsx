import { countryName, formatDay } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import type { OfCampaign } from "#app/pickets/hosting/of-campaign.server.ts";
import type { Intent } from "./act.server.ts";

interface PicketListProps {
	t: Translate;
	locale: Locale;
	pickets: readonly OfCampaign[];
}

/** Each picket with what can be done with it from where it stands. */
export function PicketList({ t, locale, pickets }: PicketListProps) {
	return (
		<ul className="queue">
			{pickets.map((picket) => (
				<li key={picket.id}>
					<h2 lang={picket.language}>
						{picket.path ? <a href={`/${locale}${picket.path}`}>{picket.title}</a> : picket.title}
					</h2>
					<p>
						{formatDay(picket.day, locale)} · {picket.city}, {countryName(picket.country, locale)} ·{" "}
						{t(`organise.pickets.state.${picket.state}`)} · {t("organise.pickets.people", { count: picket.people })}
						{picket.trusted && ` · ${t("organise.pickets.trusted")}`}
					</p>
					<form method="post">
						<input type="hidden" name="picket" value={picket.id} />
						{waysOf(picket).map((intent) => (
							<button key={intent} type="submit" name="intent" value={intent} className="quiet">
								{t(`organise.pickets.${intent}`)}
							</button>
						))}
					</form>
				</li>
			))}
		</ul>
	);
}

/** What the desk can do: what waits for a decision is decided in the queue. */
function waysOf({ state, trusted }: OfCampaign): Intent[] {
	const ways: Intent[] = [];
	if (state === "listed") ways.push("hide");
	if (state === "unlisted") ways.push("queue");
	if (trusted === true) ways.push("distrust");
	if (trusted === false && state === "listed") ways.push("trust");
	return ways;
}
