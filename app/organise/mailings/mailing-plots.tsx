import { shortClock, shortDays } from "#app/i18n/format.ts";
import type { Locale, Translate } from "#app/i18n/translate.ts";
import { ColumnPlot } from "#app/ui/plot/plot.tsx";
import { numberPrinter } from "../desk/numbers.ts";

interface MailingPlotsProps {
	t: Translate;
	locale: Locale;
	by: "hour" | "day";
	plot: readonly { at: Date | string; sent: number; rejected: number; complained: number; unsubscribed: number }[];
}

const HOUR = 3_600_000;
const widths = { hour: HOUR, day: 24 * HOUR };
/** Words under the axis. */
const MARKS = 5;

/** A mailing over time, in UTC: what was sent, refused, called spam, and who left; a plot each where there is any. */
export function MailingPlots({ t, locale, by, plot }: MailingPlotsProps) {
	const width = widths[by];
	const times = plot.map(({ at }) => new Date(at).getTime());
	const [first, last] = [times[0], times.at(-1)];
	if (first === undefined || last === undefined) return null;
	const days = shortDays(locale);
	const { moment, hour } = shortClock(locale, "UTC");
	const count = Math.round((last - first) / width) + 1;
	const step = Math.ceil(count / MARKS);
	const marks = Array.from({ length: Math.ceil(count / step) }, (_, i) => first + i * step * width);
	return (["sent", "rejected", "complained", "unsubscribed"] as const)
		.filter((what) => plot.some((one) => one[what] > 0))
		.map((what) => (
			<ColumnPlot
				key={what}
				t={t}
				title={t(`organise.mailings.count.${what}`)}
				heads={[t(by === "hour" ? "organise.mailings.hour" : "plot.day"), t("plot.mails")]}
				print={numberPrinter(locale)}
				span={[first, last + width]}
				columns={plot.map((one, i) => ({
					from: times[i] ?? first,
					to: (times[i] ?? first) + width,
					value: one[what],
				}))}
				marks={marks.map((at) => ({ at: at + width / 2, text: (by === "hour" ? hour : days).format(at) }))}
				rows={plot.map((one, i) => [
					(by === "hour" ? moment : days).format(times[i]),
					new Intl.NumberFormat(locale).format(one[what]),
				])}
			/>
		));
}
