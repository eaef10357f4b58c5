import { countryName } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import { languageName } from "../editing/labels.ts";
import type { MailingPage } from "./read.server.ts";

interface AudienceViewProps {
	t: Translate;
	locale: Locale;
	draft: Pick<NonNullable<MailingPage["draft"]>, "audience" | "leftOut" | "lately" | "most">;
}

/** How many would get it, who among them, and who gets none and why. Groups under ten are never told apart. */
export function AudienceView({ t, locale, draft: { audience, leftOut, lately, most } }: AudienceViewProps) {
	const { total, languages, countries, organisations } = audience;
	const others = t("organise.mailings.others");
	const few = (n: number) => (n === 0 ? t("organise.mailings.few") : new Intl.NumberFormat(locale).format(n));
	const line = (groups: typeof languages, name: (code: string) => string) =>
		groups.map((group) => `${group.name === null ? others : name(group.name)}: ${few(group.n)}`).join(" · ");
	const country = (code: string) => (code === "ZZ" ? t("organise.mailings.country-unsaid") : countryName(code, locale));
	const none = [
		["organise.mailings.none.unwanted", leftOut.unwanted],
		["organise.mailings.none.not-chosen", leftOut.notChosen],
		["organise.mailings.none.suppressed", audience.leftOut.suppressed],
		["organise.mailings.none.fed-up", audience.leftOut.fedUp],
	] as const;
	return (
		<>
			<p className="count">
				{total === null ? t("organise.mailings.people.few") : t("organise.mailings.people", { count: total })}
			</p>
			<dl className="facts">
				<div>
					<dt>{t("organise.mailings.languages")}</dt>
					<dd>{line(languages, languageName)}</dd>
				</div>
				<div>
					<dt>{t("organise.mailings.countries")}</dt>
					<dd>{line(countries, country)}</dd>
				</div>
				<div>
					<dt>{t("organise.mailings.organisations")}</dt>
					<dd>{few(organisations)}</dd>
				</div>
				{none.map(([key, n]) => (
					<div key={key}>
						<dt>{t(key, { most })}</dt>
						<dd>{few(n)}</dd>
					</div>
				))}
			</dl>
			<p>{t("organise.mailings.lately", { count: lately, most })}</p>
		</>
	);
}
