import { countryName, formatDay, shortDays } from "#app/i18n/format.ts";
import { type Locale, translator } from "#app/i18n/translate.ts";
import { Headline, type Supporters } from "#app/ui/headline.tsx";
import { ColumnPlot, RowPlot } from "#app/ui/plot/plot.tsx";
import { nextGoal } from "./goal.ts";
import type { GrowthDay } from "./growth.ts";

export interface NumbersPageProps {
	locale: Locale;
	slug: string;
	called: { title: string };
	supporters: Supporters;
	growth: readonly GrowthDay[];
	/** The largest first. */
	countries: readonly { code: string; n: number }[];
	/** Everybody else, at the time the countries were published. */
	rest: number;
}

const DAY = 86_400_000;

/** How far it is to the next goal, how the number grew, and where people live: no picture tells fewer than five apart. */
export function NumbersPage({ locale, slug, called, supporters, growth, countries, rest }: NumbersPageProps) {
	const t = translator(locale);
	const whole = new Intl.NumberFormat(locale);
	const print = (count: number) => whole.format(count);
	const heads = [t("plot.what"), t("plot.signatures")] as const;
	const goal = nextGoal(supporters.count);
	return (
		<article className="narrow">
			<h1>{t("numbers.title")}</h1>
			<p>
				<a href={`/${locale}/petitions/${slug}`}>{called.title}</a>
			</p>
			<Headline locale={locale} supporters={supporters} />
			<RowPlot
				t={t}
				title={t("numbers.goal", { goal })}
				heads={heads}
				print={print}
				bars={[{ text: t("numbers.signed"), value: supporters.count }]}
				most={goal}
			/>
			{growth.length > 0 ? <Growth locale={locale} growth={growth} print={print} /> : <p>{t("numbers.none")}</p>}
			{countries.length > 0 && (
				<RowPlot
					t={t}
					title={t("plot.countries")}
					note={t("numbers.countries.note")}
					heads={heads}
					print={print}
					bars={[
						...countries.map(({ code, n }) => ({
							text: code === "ZZ" ? t("plot.no-country") : countryName(code, locale),
							value: n,
						})),
						...(rest > 0 ? [{ text: t("plot.other"), value: rest }] : []),
					]}
				/>
			)}
		</article>
	);
}

interface GrowthProps {
	locale: Locale;
	growth: readonly GrowthDay[];
	print: (count: number) => string;
}

/** The sum of each day stands until the next one that is known. */
function Growth({ locale, growth, print }: GrowthProps) {
	const t = translator(locale);
	const short = shortDays(locale);
	const starts = growth.map(({ day }) => Date.parse(day));
	const end = (starts.at(-1) ?? 0) + DAY;
	return (
		<ColumnPlot
			t={t}
			title={t("numbers.growth")}
			note={t("plot.merged")}
			heads={[t("plot.day"), t("plot.signatures")]}
			print={print}
			span={[starts[0] ?? 0, end]}
			columns={growth.map(({ total }, i) => ({ from: starts[i] ?? 0, to: starts[i + 1] ?? end, value: total }))}
			marks={starts.map((start) => ({ at: start + DAY / 2, text: short.format(start) }))}
			rows={growth.map(({ day, total }) => [formatDay(day, locale), print(total)])}
		/>
	);
}
