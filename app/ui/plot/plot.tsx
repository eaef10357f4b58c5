import type { Translate } from "#app/i18n/translate.ts";
import { type Column, columnShape, type Mark, type Row, rowHeight, rowShape, size } from "./shape.ts";

interface FigureProps {
	t: Translate;
	/** What is counted, in words: the heading, and the name of the picture. */
	title: string;
	/** What holds for all of it: as of when, what is merged. */
	note?: string;
	/** Heads of the table's two columns. */
	heads: readonly [string, string];
	/** The same in words: every count that the plot shows, in order. */
	rows: readonly (readonly [string, string])[];
	children: React.ReactNode;
}

/** A plot with its title and, folded beneath it, the table that says the same. */
function Figure({ t, title, note, heads, rows, children }: FigureProps) {
	return (
		<figure className="plot">
			<figcaption>{title}</figcaption>
			{children}
			{note && <p className="hint">{note}</p>}
			{rows.length > 0 && (
				<details>
					<summary>{t("plot.table")}</summary>
					<table>
						<thead>
							<tr>
								<th scope="col">{heads[0]}</th>
								<th scope="col">{heads[1]}</th>
							</tr>
						</thead>
						<tbody>
							{rows.map(([name, count]) => (
								<tr key={name}>
									<th scope="row">{name}</th>
									<td>{count}</td>
								</tr>
							))}
						</tbody>
					</table>
				</details>
			)}
		</figure>
	);
}

interface ColumnPlotProps extends Omit<FigureProps, "children"> {
	columns: readonly Column[];
	marks: readonly Mark[];
	/** The whole axis. */
	span: readonly [number, number];
	print: (count: number) => string;
}

/** Counts over time as columns, their axis from nothing. Pure SVG: colours come from the style sheet, forced ones too. */
export function ColumnPlot({ columns, marks, span, print, ...figure }: ColumnPlotProps) {
	const shape = columnShape(columns, marks, span, print);
	return (
		<Figure {...figure}>
			<svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={figure.title}>
				{shape.ticks.map(({ y, text }) => (
					<g key={y}>
						<line className="plot-line" x1={shape.left} x2={size.width} y1={y} y2={y} />
						<text x={shape.left - 6} y={y + 4} textAnchor="end">
							{text}
						</text>
					</g>
				))}
				{shape.columns.map((box) => (
					<rect key={box.x} className="plot-bar" {...box} />
				))}
				{shape.marks.map(({ x, text }) => (
					<text key={x} x={x} y={size.height - 6} textAnchor="middle">
						{text}
					</text>
				))}
			</svg>
		</Figure>
	);
}

interface RowPlotProps extends Omit<FigureProps, "children" | "rows"> {
	/** The longest first, or in an order of their own. */
	bars: readonly Row[];
	print: (count: number) => string;
	/** What a whole row stands for, where it is not the longest bar: its rest is drawn empty. */
	most?: number;
}

/** Counts by kind as bars beneath each other, each word above its bar: no word is turned or cut by the width of a phone. */
export function RowPlot({ bars, print, most, ...figure }: RowPlotProps) {
	const rows = bars.map(({ text, value }) => [text, print(value)] as const);
	return (
		<Figure {...figure} rows={rows}>
			<svg viewBox={`0 0 ${size.width} ${Math.max(bars.length, 1) * rowHeight}`} role="img" aria-label={figure.title}>
				{rowShape(bars, print, most).map(({ text, count, line, bar }) => (
					<g key={line}>
						<text x={0} y={line}>
							{text}
						</text>
						<text x={size.width} y={line} textAnchor="end">
							{count}
						</text>
						{most !== undefined && <rect className="plot-rest" {...bar} width={size.width} />}
						<rect className="plot-bar" {...bar} />
					</g>
				))}
			</svg>
		</Figure>
	);
}
