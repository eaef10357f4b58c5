import { countryName, shortClock, shortDays } from "#app/i18n/format.ts";
import { isLocale, type Locale, type Translate, translator } from "#app/i18n/translate.ts";
import { ColumnPlot, RowPlot } from "#app/ui/plot/plot.tsx";
import type { Buckets } from "./buckets.ts";
import type { CampaignFigures } from "./campaign-desk.server.ts";
import { numberPrinter, percent } from "./numbers.ts";

interface SigningPlotsProps {
	t: Translate;
	locale: Locale;
	signing: NonNullable<CampaignFigures["signing"]>;
	/** IANA zone of the campaign. */
	zone: string;
	/** ISO 8601: the axis of hours ends with the one before it. */
	now: string;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Signatures of one petition: by hour, by day, by country, language and source, and how many of each provider confirm. */
export function SigningPlots({ t, locale, signing, zone, now }: SigningPlotsProps) {
	const print = numberPrinter(locale);
	const heads = [t("plot.what"), t("plot.signatures")] as const;
	const merged = t("plot.merged");
	const by = (title: string, { shown, other }: Buckets, name: (key: string) => string) => (
		<RowPlot
			t={t}
			title={title}
			note={t("plot.small")}
			heads={heads}
			print={print}
			bars={[
				...shown.map(({ key, n }) => ({ text: name(key), value: n })),
				...(other > 0 ? [{ text: t("plot.other"), value: other }] : []),
			]}
		/>
	);
	return (
		<>
			<Hours
				t={t}
				locale={locale}
				spans={signing.hours}
				zone={zone}
				now={now}
				note={merged}
				heads={heads}
				print={print}
			/>
			<Days t={t} locale={locale} spans={signing.days} note={merged} heads={heads} print={print} />
			{by(t("plot.countries"), signing.countries, (code) =>
				code === "ZZ" ? t("plot.no-country") : countryName(code, locale),
			)}
			{by(t("plot.languages"), signing.languages, (code) =>
				isLocale(code) ? translator(code)("language.name") : code,
			)}
			{by(t("plot.sources"), signing.sources, (code) => code || t("plot.no-source"))}
			{signing.shares.length > 0 && (
				<RowPlot
					t={t}
					title={t("plot.unconfirmed")}
					note={t("plot.unconfirmed.note")}
					heads={[t("plot.provider"), t("plot.unconfirmed.share")]}
					print={percent(locale)}
					bars={signing.shares.map(({ name, asked, confirmed }) => ({ text: name, value: 1 - confirmed / asked }))}
				/>
			)}
		</>
	);
}

interface TimeProps {
	t: Translate;
	locale: Locale;
	spans: readonly { from: string; to: string; n: number }[];
	note: string;
	heads: readonly [string, string];
	print: (count: number) => string;
}

function Hours({ t, locale, spans, zone, now, ...figure }: TimeProps & { zone: string; now: string }) {
	const end = Math.floor(Date.parse(now) / HOUR) * HOUR;
	const start = end - 48 * HOUR;
	const { hour, moment } = shortClock(locale, zone);
	return (
		<ColumnPlot
			{...figure}
			t={t}
			title={t("plot.hours")}
			span={[start, end]}
			// What stands for several hours is as high as each of them is on average: areas, not heights, are people.
			columns={spans.map(({ from, to, n }) => {
				const [begin, last] = [Math.max(Date.parse(from), start), Math.min(Date.parse(to), end)];
				return { from: begin, to: last, value: n / Math.max((last - begin) / HOUR, 1) };
			})}
			marks={[0, 12, 24, 36, 48].map((hours) => ({
				at: start + hours * HOUR,
				text: hour.format(start + hours * HOUR),
			}))}
			rows={spans.map(({ from, to, n }) => [moment.formatRange(new Date(from), new Date(to)), figure.print(n)])}
		/>
	);
}

function Days({ t, locale, spans, ...figure }: TimeProps) {
	const begin = Date.parse(spans[0]?.from ?? "2026-01-01");
	const end = Date.parse(spans.at(-1)?.to ?? "2026-01-01") + DAY;
	const day = shortDays(locale);
	const range = (from: string, to: string) => day.formatRange(new Date(from), new Date(to));
	return (
		<ColumnPlot
			{...figure}
			t={t}
			title={t("plot.days")}
			span={[begin, end]}
			columns={spans.map(({ from, to, n }) => {
				const [first, last] = [Date.parse(from), Date.parse(to) + DAY];
				return { from: first, to: last, value: n / Math.max((last - first) / DAY, 1) };
			})}
			marks={spans.map(({ to }) => ({ at: Date.parse(to) + DAY / 2, text: day.format(new Date(to)) }))}
			rows={spans.map(({ from, to, n }) => [range(from, to), figure.print(n)])}
		/>
	);
}
