import type { Locale } from "#app/i18n/translate.ts";

/** Prints counts as a language writes them, those from ten thousand on in short. */
export function numberPrinter(locale: Locale): (count: number) => string {
	const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
	const short = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
	return (count) => (count < 10_000 ? whole : short).format(count);
}

/** Prints a share of one as per cent. */
export function percent(locale: Locale): (share: number) => string {
	const format = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
	return (share) => format.format(share);
}
