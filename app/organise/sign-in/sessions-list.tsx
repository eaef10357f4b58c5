import { formatMoment } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import type { OwnSession } from "./sessions.server.ts";

interface SessionsListProps {
	t: Translate;
	locale: Locale;
	sessions: readonly OwnSession[];
}

/** Where an organiser is signed in, as far as anything is kept of it: since when, last seen, and this one. */
export function SessionsList({ t, locale, sessions }: SessionsListProps) {
	return (
		<section aria-labelledby="sessions">
			<h2 id="sessions">{t("organise.sessions.title")}</h2>
			<ul className="sessions">
				{sessions.map(({ id, begun, seen, here }) => {
					const words = { begun: formatMoment(begun, locale), seen: formatMoment(seen, locale) };
					return (
						<li key={id}>
							{t("organise.sessions.one", words)} {here && <strong>{t("organise.sessions.here")}</strong>}
							{!here && (
								<form method="post" action="/organise/me">
									<input type="hidden" name="intent" value="end-session" />
									<input type="hidden" name="session" value={id} />
									<button type="submit" className="quiet" aria-label={t("organise.sessions.end-one", words)}>
										{t("organise.sessions.end")}
									</button>
								</form>
							)}
						</li>
					);
				})}
			</ul>
			{sessions.length > 1 && (
				<form method="post" action="/organise/me">
					<input type="hidden" name="intent" value="end-others" />
					<button type="submit">{t("organise.sessions.end-others")}</button>
				</form>
			)}
		</section>
	);
}
