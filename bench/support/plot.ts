import { type Result, type Series, spread } from "./result.ts";

const WIDTH = 720;
const LABEL = 250;
const ROW = 34;
const TOP = 44;

/** Draws every series as one line of dots, its median marked, all units on a scale of their own: an SVG of a few hundred bytes. */
export function plot({ title, series }: Result): string {
	const height = TOP + series.length * ROW + 12;
	const rows = series.map((one, i) => row(one, TOP + i * ROW, largestOf(series, one.unit)));
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13">`,
		`<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
		`<text x="12" y="24" font-size="15" font-weight="600">${escapeXml(title)}</text>`,
		...rows,
		"</svg>",
		"",
	].join("\n");
}

const largestOf = (series: readonly Series[], unit: string) =>
	Math.max(...series.filter((one) => one.unit === unit).flatMap(({ values }) => values));

function row({ name, unit, values }: Series, y: number, largest: number): string {
	const x = (value: number) => (LABEL + (value / largest) * (WIDTH - LABEL - 130)).toFixed(1);
	const { median } = spread(values);
	const dots = values.map((value) => `<circle cx="${x(value)}" cy="${y}" r="3" fill="#1f3a5f" opacity="0.4"/>`);
	return [
		`<text x="12" y="${y + 4}">${escapeXml(name)}</text>`,
		`<line x1="${LABEL}" x2="${x(median)}" y1="${y}" y2="${y}" stroke="#1f3a5f" opacity="0.3" stroke-width="8"/>`,
		...dots,
		`<text x="${WIDTH - 120}" y="${y + 4}">${median.toPrecision(3)} ${escapeXml(unit)}</text>`,
	].join("");
}

function escapeXml(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
