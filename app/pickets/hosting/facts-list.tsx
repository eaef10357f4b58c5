import { countryName, formatDay } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import { accessItems } from "../facts.ts";
import { directionOf, ownName } from "../languages.ts";
import { clockOf, dayOf } from "../when.ts";
import { zoneCity } from "../zones.ts";
import type { NamedFacts } from "./for-desk.server.ts";

interface FactsListProps extends NamedFacts {
	t: Translate;
	locale: Locale;
}

/** All that a host has said, read back. */
export function FactsList({ t, locale, kind, facts, cityName, placeName }: FactsListProps) {
	const words = { lang: facts.language, dir: directionOf(facts.language) };
	const { startsLocal, endsLocal, zone } = facts;
	const end = dayOf(startsLocal) === dayOf(endsLocal) ? "" : `${formatDay(dayOf(endsLocal), locale)}, `;
	const told = [facts.authoritiesTold, facts.authoritiesToldOn && formatDay(facts.authoritiesToldOn, locale)];
	const access = accessItems.filter((item) => facts.access[item]).map((item) => t(`picket.access.${item}`));
	return (
		<dl className="facts">
			<dt>{t("picket.form.kind")}</dt>
			<dd>{t(`picket.kind.${kind}`)}</dd>
			<dt>{t("picket.form.name")}</dt>
			<dd {...words}>{facts.title}</dd>
			<dt>{t("picket.form.language")}</dt>
			<dd lang={facts.language}>{ownName(facts.language)}</dd>
			{facts.description && (
				<>
					<dt>{t("picket.host.description")}</dt>
					<dd {...words}>{facts.description}</dd>
				</>
			)}
			<dt>{t("picket.form.organisation")}</dt>
			<dd {...words}>{facts.organisation}</dd>
			<dt>{t("picket.form.part.when")}</dt>
			<dd>
				{formatDay(dayOf(startsLocal), locale)}, {clockOf(startsLocal)}–{end}
				{clockOf(endsLocal)} ({zoneCity(zone)})
			</dd>
			<dt>{t("picket.form.part.where")}</dt>
			<dd>{[placeName, cityName, countryName(facts.country, locale)].filter(Boolean).join(", ")}</dd>
			<dt>{t(kind === "online" ? "picket.form.online" : "picket.form.point")}</dt>
			<dd>{kind === "online" ? facts.onlineUrl : <span {...words}>{facts.meetingPoint}</span>}</dd>
			<dt>{t("picket.form.level")}</dt>
			<dd>{t(`picket.level.${facts.addressLevel}`)}</dd>
			<dt>{t("picket.form.authorities")}</dt>
			<dd>{[t(`picket.authorities.${facts.authorities}`), ...told].filter(Boolean).join(", ")}</dd>
			{access.length > 0 && (
				<>
					<dt>{t("picket.form.access")}</dt>
					<dd>{access.join(", ")}</dd>
				</>
			)}
			{facts.capacity !== null && (
				<>
					<dt>{t("picket.host.capacity")}</dt>
					<dd>{facts.capacity}</dd>
				</>
			)}
		</dl>
	);
}
