import { formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { Intent } from "../hosting/intent.tsx";

/** What a host's page knows of doing it again. */
export interface Repeat {
	/** Last day, `YYYY-MM-DD`. */
	until: string;
	/** The host's page of next year's, once it has been made. */
	path: string | null;
}

/** The same next year: one button, and until when. */
export function RepeatPart({ locale, home, repeat }: { locale: Locale; home: string; repeat: Repeat }) {
	const t = translator(locale);
	return (
		<section>
			<h2>{t("picket.again")}</h2>
			{repeat.path ? (
				<p>
					<a href={repeat.path}>{t("picket.again.there")}</a>
				</p>
			) : (
				<>
					<p>{t("picket.again.what")}</p>
					<p className="hint">{t("picket.again.until", { day: formatDay(repeat.until, locale) })}</p>
					<Intent action={home} intent="again" button={t("picket.again.button")} />
				</>
			)}
		</section>
	);
}
