import { formatMoment } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import type { PendingRecovery } from "./break-glass.server.ts";

interface RecoveriesListProps {
	t: Translate;
	locale: Locale;
	recoveries: readonly PendingRecovery[];
}

/** Who is being let back in without password or second factor, and the way to stop it. */
export function RecoveriesList({ t, locale, recoveries }: RecoveriesListProps) {
	if (recoveries.length === 0) return null;
	return (
		<section className="notice" aria-labelledby="recoveries">
			<h2 id="recoveries">{t("organise.glass.title")}</h2>
			{recoveries.map(({ organiserId, name, from }) => (
				<form key={organiserId} method="post" action="/organise/me">
					<p>{t("organise.glass.text", { name, from: formatMoment(from, locale) })}</p>
					<input type="hidden" name="intent" value="stop-recovery" />
					<input type="hidden" name="organiser" value={organiserId} />
					<button type="submit">{t("organise.glass.stop")}</button>
				</form>
			))}
		</section>
	);
}
