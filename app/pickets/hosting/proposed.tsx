import { formatMoment } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import { FactsList } from "./facts-list.tsx";
import type { NamedFacts } from "./for-desk.server.ts";

interface ProposedProps {
	t: Translate;
	locale: Locale;
	proposed: NamedFacts & { at: Date; moves: boolean };
}

/** A change that waits for a moderator, as its host wrote it. */
export function Proposed({ t, locale, proposed }: ProposedProps) {
	const { at, moves, ...named } = proposed;
	return (
		<section>
			<h2>{t("picket.host.proposed")}</h2>
			<p>{t("picket.host.proposed.how", { time: formatMoment(at, locale) })}</p>
			{moves && <p className="notice">{t("picket.host.authorities")}</p>}
			<FactsList t={t} locale={locale} {...named} />
		</section>
	);
}
