import { type Locale, translator } from "#app/i18n/translate.ts";
import { textWidth } from "#app/ui/plot/scale.ts";
import { type Xml, xml } from "#app/web/xml.ts";

const HEIGHT = 24;
/** Beside each word. */
const PAD = 8;

/**
 * How many signed, as a small picture for a page of others: the exact total, which is public (decision 10). No word of
 * it says what for, as pictures are seen beside anything.
 */
export function badgeSvg(locale: Locale, count: number): Xml {
	const t = translator(locale);
	const label = t("badge.signatures");
	const number = new Intl.NumberFormat(locale).format(count);
	const [left, right] = [label, number].map((text) => Math.ceil(textWidth(text)) + 2 * PAD) as [number, number];
	return xml`<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${HEIGHT}" viewBox="0 0 ${left + right} ${HEIGHT}" role="img"><title>${t("badge.title", { count })}</title>
<rect width="${left}" height="${HEIGHT}" fill="#17201e"/><rect x="${left}" width="${right}" height="${HEIGHT}" fill="#0b4f55"/>
<g fill="#fff" font-family="system-ui, 'Noto Sans', 'DejaVu Sans', Arial, sans-serif" font-size="12" text-anchor="middle"><text x="${left / 2}" y="16">${label}</text><text x="${left + right / 2}" y="16" font-weight="700">${number}</text></g></svg>
`;
}
