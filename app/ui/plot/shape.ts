import { labelsThatFit, textWidth, ticksFor } from "./scale.ts";

/** One column of a plot over time: from where to where on the axis, and how high. */
export interface Column {
	from: number;
	to: number;
	value: number;
}

/** A word under the axis. */
export interface Mark {
	at: number;
	text: string;
}

/** What is drawn, in units of the plot: 328 wide, as a phone of 360 pixels shows it one to one. */
export interface ColumnShape {
	columns: Box[];
	ticks: { y: number; text: string }[];
	marks: { x: number; text: string }[];
	/** Where the axes meet. */
	left: number;
	bottom: number;
}

/** A rectangle, its corner up and to the left. */
export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Width of every plot, and height of one with columns. */
export const size = { width: 328, height: 180 };

const TOP = 10;
const UNDER = 24;
const LETTER = 12;

/**
 * Where columns, marks and words of a plot stand.
 * @param span the whole axis; columns lie within it and may have gaps
 * @param print a count as the reader's language writes it
 */
export function columnShape(
	columns: readonly Column[],
	marks: readonly Mark[],
	span: readonly [number, number],
	print: (count: number) => string,
): ColumnShape {
	const values = ticksFor(Math.max(0, ...columns.map(({ value }) => value)));
	const left = Math.max(...values.map((value) => textWidth(print(value)))) + 8;
	const bottom = size.height - UNDER;
	const most = values.at(-1) ?? 1;
	const x = (at: number) => round(left + ((at - span[0]) / (span[1] - span[0] || 1)) * (size.width - left));
	const y = (value: number) => round(bottom - (value / most) * (bottom - TOP));
	const widest = Math.max(0, ...marks.map(({ text }) => textWidth(text)));
	// A word stands under its place, but within the plot.
	const places = marks.map(({ at }) => Math.min(Math.max(x(at), left + widest / 2), size.width - widest / 2));
	return {
		columns: columns.map(({ from, to, value }) => boxOf(x(from), x(to), y(value), bottom, value)),
		ticks: values.map((value) => ({ y: y(value), text: print(value) })),
		marks: labelsThatFit(places, widest).map((index) => ({ x: places[index] ?? 0, text: marks[index]?.text ?? "" })),
		left: round(left),
		bottom,
	};
}

/** A column with a hair's breadth to its neighbour; what is not nothing can be seen. */
function boxOf(from: number, to: number, top: number, bottom: number, value: number): Box {
	const height = value > 0 ? Math.max(bottom - top, 1) : 0;
	const gap = to - from > 3 ? 1 : 0;
	return { x: from, y: round(bottom - height), width: round(Math.max(to - from - gap, 0.5)), height: round(height) };
}

/** One row of a plot by kind: its word above its bar, its count at the end. */
export interface Row {
	text: string;
	value: number;
}

/** Height of a row with its word. */
export const rowHeight = 36;

/** Where bars and words of rows stand, in the order given; a word too long for its line ends in an ellipsis. */
export function rowShape(rows: readonly Row[], print: (count: number) => string, whole = 1) {
	const most = Math.max(1, whole, ...rows.map(({ value }) => value));
	return rows.map(({ text, value }, index) => {
		const room = size.width - textWidth(print(value)) - LETTER;
		const width = value > 0 ? Math.max((value / most) * size.width, 1) : 0;
		const y = index * rowHeight;
		return {
			text: shorten(text, room),
			count: print(value),
			line: y + LETTER + 2,
			bar: { x: 0, y: y + LETTER + 8, width: round(width), height: 9 },
		};
	});
}

function shorten(text: string, room: number): string {
	if (textWidth(text) <= room) return text;
	const letters = [...text];
	while (letters.length > 0 && textWidth(`${letters.join("")}…`) > room) letters.pop();
	return `${letters.join("").trimEnd()}…`;
}

/** A tenth of a unit is finer than any screen shows, and keeps pages light. */
function round(units: number): number {
	return Math.round(units * 10) / 10;
}
