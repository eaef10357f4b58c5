import { countryName, formatDay } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { dayOf } from "../when.ts";
import { FeedLinks } from "./feed-links.tsx";
import { FindForm } from "./find-form.tsx";
import type { listPage, ShownLine } from "./list-page.server.ts";
import { type ListQuery, listSearch } from "./list-query.ts";
import { PicketLineItem } from "./picket-line.tsx";
import { WorldMap } from "./world-map.tsx";

export interface ListPageProps extends Awaited<ReturnType<typeof listPage>> {
	locale: Locale;
	query: ListQuery;
	/** Kilometres that count as near. */
	nearKm: number;
	/** Host of the site, for calendars that subscribe. */
	host: string;
}

/** Pickets to come: the town's box, how many, by day, by country, and the map last. */
export function ListPage(props: ListPageProps) {
	const { locale, query, near, city, total, count, narrowed, countries, languages, dots, host } = props;
	const t = translator(locale);
	return (
		<article>
			<h1>{t("pickets.title")}</h1>
			<FindForm
				locale={locale}
				query={query}
				near={query.typed ?? near?.name ?? ""}
				countries={countries}
				languages={languages}
			/>
			<Place {...props} />
			<p className="count">{t("pickets.count", { count: total })}</p>
			{query.typed !== undefined && (
				<p>
					<a href={`/${locale}/pickets`}>{t("pickets.whole")}</a>
				</p>
			)}
			{narrowed && query.typed === undefined && (
				<p>
					{[near && t("pickets.near.found", { km: props.nearKm, city: near.name }), city?.name]
						.filter(Boolean)
						.map((part) => `${part}. `)}
					{t("pickets.count.found", { count })} <a href={`/${locale}/pickets`}>{t("pickets.whole")}</a>
				</p>
			)}
			<Days {...props} />
			<p>
				<a className="button" href={`/${locale}/pickets/new`}>
					{t("pickets.call")}
				</a>
			</p>
			{countries.length > 0 && (
				<>
					<h2>{t("pickets.countries")}</h2>
					<ul className="ways">
						{countries.map(({ code, count }) => (
							<li key={code}>
								<a href={`/${locale}/pickets${listSearch({ country: code })}`}>
									{`${countryName(code, locale)}: ${count}`}
								</a>
							</li>
						))}
					</ul>
				</>
			)}
			<FeedLinks locale={locale} host={host} country={query.country} />
			<WorldMap locale={locale} dots={dots} />
			<p className="note">{t("pickets.credit")}</p>
		</article>
	);
}

/** Which of several towns is meant, or that there is none of that name. */
function Place({ locale, query, candidates, near }: ListPageProps) {
	const t = translator(locale);
	if (query.near !== undefined && !near)
		return <p className="notice">{t("pickets.near.unknown", { typed: String(query.near) })}</p>;
	if (!candidates || query.typed === undefined) return null;
	if (candidates.length === 0) return <p className="notice">{t("pickets.near.unknown", { typed: query.typed })}</p>;
	return (
		<section className="notice" aria-labelledby="which">
			<h2 id="which">{t("pickets.near.which")}</h2>
			<ul className="ways">
				{candidates.map(({ id, name, country }) => (
					<li key={id}>
						<a href={`/${locale}/pickets${listSearch({ ...query, typed: undefined, near: id })}`}>
							{`${name}, ${countryName(country, locale)}`}
						</a>
					</li>
				))}
			</ul>
		</section>
	);
}

function Days({ locale, query, lines, nearest, more, total, nearKm }: ListPageProps) {
	const t = translator(locale);
	if (query.typed !== undefined) return null;
	const shown = lines.length > 0 ? lines : nearest;
	return (
		<section aria-labelledby="days">
			<h2 id="days">{t("pickets.list")}</h2>
			{total === 0 && shown.length === 0 && <p>{t("pickets.none")}</p>}
			{lines.length === 0 && nearest.length > 0 && <p>{t("pickets.near.none", { km: nearKm })}</p>}
			{daysOf(shown).map(({ day, of }) => (
				<section key={`${day} ${of[0]?.slug}`} aria-labelledby={`day-${of[0]?.slug}`}>
					<h3 id={`day-${of[0]?.slug}`}>
						<time dateTime={day}>{formatDay(day, locale)}</time>
					</h3>
					<ul className="pickets">
						{of.map((line) => (
							<PicketLineItem key={line.slug} locale={locale} line={line} />
						))}
					</ul>
				</section>
			))}
			<p>
				{query.page > 1 && (
					<>
						<a href={`/${locale}/pickets${listSearch({ ...query, page: 1 })}`}>{t("pickets.earlier")}</a>{" "}
					</>
				)}
				{more && (
					<a className="button" href={`/${locale}/pickets${listSearch({ ...query, page: query.page + 1 })}`}>
						{t("pickets.more")}
					</a>
				)}
			</p>
		</section>
	);
}

/** Lines of one day that follow each other. */
function daysOf(lines: readonly ShownLine[]): { day: string; of: ShownLine[] }[] {
	const days: { day: string; of: ShownLine[] }[] = [];
	for (const line of lines) {
		const day = dayOf(line.startsLocal);
		if (days.at(-1)?.day !== day) days.push({ day, of: [] });
		days.at(-1)?.of.push(line);
	}
	return days;
}
