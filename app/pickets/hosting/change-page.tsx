import { type Locale, translator } from "#app/i18n/translate.ts";
import type { CountryRule } from "../assembly.ts";
import type { PicketValues } from "../calling/form-fields.ts";
import type { Asked } from "../calling/parse-form.ts";
import { PicketForm } from "../calling/picket-form.tsx";
import type { Place } from "../places.server.ts";

interface ChangePageProps {
	locale: Locale;
	token: string;
	values: PicketValues;
	places: readonly Place[];
	rules: readonly CountryRule[];
	/** A moderator may have to read it first. */
	listed: boolean;
	/** The form as it came back. */
	asked: Asked | undefined;
	/** What became of a change that was taken. */
	done: "live" | "proposed" | "same" | undefined;
	/** It moved the time or the place. */
	moves: boolean;
}

/** The form of a picket as it stands, to be changed; or what became of the change. */
export function ChangePage({ locale, token, values, places, rules, listed, asked, done, moves }: ChangePageProps) {
	const t = translator(locale);
	const home = `/${locale}/host/${token}`;
	return (
		<article className="narrow">
			<p className="back">
				<a href={home}>{t("picket.host.title")}</a>
			</p>
			<h1>{t("picket.change.title")}</h1>
			{done ? (
				<>
					<p className="lead">{t(`picket.change.done.${done}`)}</p>
					{moves && done !== "same" && <p className="notice">{t("picket.host.authorities")}</p>}
				</>
			) : (
				<>
					<p>{t("picket.change.how")}</p>
					{listed && <p>{t("picket.change.review")}</p>}
					<PicketForm
						locale={locale}
						action={`${home}/change`}
						campaigns={[]}
						places={places}
						rules={rules}
						values={asked?.values ?? values}
						errors={asked?.errors ?? {}}
						cities={asked?.cities ?? []}
						isNew={false}
						button={t("picket.change.button")}
					/>
				</>
			)}
		</article>
	);
}
