import { countryName, formatDay } from "#app/i18n/format.ts";
import { isLocale, type Locale, type Translate, translator } from "#app/i18n/translate.ts";
import type { UntilRule } from "./until.server.ts";

/** What every part of the page is given. */
export interface Ground {
	locale: Locale;
	t: Translate;
	/** The address of the page, after the site. */
	path: string;
	/** By rule of the retention table. */
	days: Record<UntilRule, number>;
}

/** A list of facts; one without a value is left out. */
export function Facts({ facts }: { facts: readonly (readonly [string, React.ReactNode])[] }) {
	return (
		<dl className="facts">
			{facts
				.filter(([, value]) => value !== "" && value !== null && value !== undefined)
				.map(([name, value]) => (
					<div key={name}>
						<dt>{name}</dt>
						<dd>{value}</dd>
					</div>
				))}
		</dl>
	);
}

/** Since which day something is held, and until when: by the retention table's own words and numbers. */
export function heldFor(
	{ t, locale, days }: Ground,
	since: string,
	rule: UntilRule,
): (readonly [string, React.ReactNode])[] {
	return [
		[t("my.since"), formatDay(since, locale)],
		[t("my.until"), t(`retention.${rule}.after`, { days: days[rule] })],
	];
}

/** A country as it is kept: `ZZ` is none. */
export function countryKept({ t, locale }: Ground, code: string): string {
	return code === "ZZ" ? t("my.none") : countryName(code, locale);
}

/** A language by its own name. */
export function languageKept(code: string): string {
	return isLocale(code) ? translator(code)("language.name") : code;
}

/** The words somebody agreed to, each as it was worded for them, with version and day. */
export function AgreedList({
	ground: { t, locale },
	agreed,
}: {
	ground: Ground;
	agreed: readonly { purpose: string; version: number; locale: string; on: string; text: string }[];
}) {
	if (agreed.length === 0) return null;
	return (
		<details>
			<summary>{t("my.agreed")}</summary>
			<ul>
				{agreed.map(({ purpose, version, locale: language, on, text }) => (
					<li key={`${purpose} ${version}`}>
						<q lang={language}>{text}</q> {t("my.agreed.version", { version, day: formatDay(on, locale) })}
					</li>
				))}
			</ul>
		</details>
	);
}
