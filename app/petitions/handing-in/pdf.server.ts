import { setImmediate } from "node:timers/promises";
import { countryName, formatDay } from "#app/i18n/format.ts";
import { type Locale, type Translate, translator } from "#app/i18n/translate.ts";
import { LINE, PAGE, type Page, pdfDocument } from "#app/pdf/document.server.ts";
import { drawLetter } from "#app/pdf/letter.server.ts";
import { widthOf, wrap } from "#app/pdf/wrap.server.ts";
import type { Handin, LetterText } from "./handin.server.ts";
import { letterOf } from "./letter.ts";
import { drawLines } from "./lines.server.ts";
import type { HandinRow, Survey } from "./rows.server.ts";

/** People on a sheet. */
const ON_A_SHEET = 40;

const ROW = 17;
const TOP = 790;
const BOTTOM = 70;

interface Column {
	x: number;
	width: number;
	title: string;
	cell(row: HandinRow): string;
}

interface Printed {
	handin: Handin;
	survey: Survey;
	text: LetterText;
	locale: Locale;
}

/**
 * A list as PDF in one language: the letter to its addressee, numbered sheets, then the words for the families under the
 * same numbers; any script in its own letters. What has been yielded is no longer held. The same list gives the same bytes.
 * @param lines the rows of those who wrote words
 */
export async function* pdfOf(
	printed: Printed,
	rows: AsyncIterable<HandinRow>,
	lines: AsyncIterable<HandinRow>,
): AsyncGenerator<Buffer> {
	const { handin, survey, text, locale } = printed;
	const t = translator(locale);
	const sheets = Math.ceil((survey.people + survey.withdrawn) / ON_A_SHEET);
	const document = pdfDocument({ title: text.title, language: locale, day: handin.frozenOn });
	drawLetter(document, letterOf(handin, survey, text, locale, sheets));
	const columns = columnsOf(survey, t, locale);
	let sheet = 0;
	for await (const people of inSheets(rows)) {
		sheet++;
		document.page((page) => drawSheet(page, t, printed, columns, people, sheet, sheets));
		yield document.take();
		// Others who wait for this process have their turn.
		await setImmediate();
	}
	if (survey.lines + survey.linesHeld > 0) yield* drawLines(document, t, lines);
	document.end();
	yield document.take();
}

async function* inSheets(rows: AsyncIterable<HandinRow>): AsyncGenerator<HandinRow[]> {
	let people: HandinRow[] = [];
	for await (const row of rows) {
		people.push(row);
		if (people.length < ON_A_SHEET) continue;
		yield people;
		people = [];
	}
	if (people.length > 0) yield people;
}

/** The columns that somebody filled in, side by side. */
function columnsOf({ columns, versions }: Survey, t: Translate, locale: Locale): Column[] {
	const cell = (get: (words: Extract<HandinRow, { named: true }>["words"]) => string) => (row: HandinRow) =>
		row.named ? get(row.words) : "";
	const wanted = [
		{ parts: 1, title: t("handin.sheet.number"), cell: ({ number }: HandinRow) => String(number) },
		{
			parts: 4,
			title: t("handin.sheet.name"),
			cell: (row: HandinRow) => (row.named ? row.words.name : t("handin.sheet.withdrawn")),
		},
		columns.town && { parts: 2.5, title: t("handin.sheet.town"), cell: cell(({ town }) => town) },
		columns.country && {
			parts: 2.2,
			title: t("handin.sheet.country"),
			cell: cell(({ country }) => country && countryName(country, locale)),
		},
		columns.organisation && {
			parts: 3,
			title: t("handin.sheet.organisation"),
			cell: cell(({ organisation }) => organisation),
		},
		{
			parts: 1.6,
			title: t("handin.sheet.show"),
			cell: cell((words) => t(words.public ? "handin.sheet.public" : "handin.sheet.alone")),
		},
		versions.size > 1 && {
			parts: 1,
			title: t("handin.sheet.version"),
			cell: ({ version }: HandinRow) => String(version),
		},
	].filter((column) => column !== false);
	const part = LINE / wanted.reduce((sum, { parts }) => sum + parts, 0);
	let x: number = PAGE.margin;
	return wanted.map(({ parts, ...column }) => {
		const placed = { ...column, x, width: parts * part - 6 };
		x += parts * part;
		return placed;
	});
}

function drawSheet(
	page: Page,
	t: Translate,
	{ handin, text, locale }: Printed,
	columns: readonly Column[],
	people: readonly HandinRow[],
	sheet: number,
	sheets: number,
): void {
	const at = (y: number) => ({ x: PAGE.margin, y, size: 9 });
	page.text(text.title, at(TOP));
	page.text(t("handin.letter.to", { addressee: text.addressee }), at(TOP - 13));
	const rowAt = (i: number) => TOP - 50 - ROW * i;
	for (const { x, width, title } of columns) page.text(title, { x, y: TOP - 34, size: 8, within: width });
	page.rule(TOP - 39);
	for (const [i, row] of people.entries()) {
		for (const { x, width, cell } of columns) {
			const words = cell(row);
			if (words) drawCell(page, words, x, rowAt(i), width);
		}
		page.rule(rowAt(i) - 5);
	}
	page.text(
		t("handin.sheet.list", { number: handin.number, day: formatDay(handin.frozenOn, locale) }),
		at(BOTTOM - 30),
	);
	page.text(t("handin.sheet.of", { sheet, sheets }), { ...at(BOTTOM - 30), align: "right" });
}

/** A cell's words in one line; in two smaller ones where that is too long for it. */
function drawCell(page: Page, words: string, x: number, y: number, within: number): void {
	if (widthOf(words) * 9 <= within * 1000) {
		page.text(words, { x, y, size: 9, within });
		return;
	}
	const [first = "", ...rest] = wrap(words, (within * 1000) / 7);
	page.text(first, { x, y: rest.length > 0 ? y + 4 : y, size: 7, within });
	if (rest.length > 0) page.text(rest.join(" "), { x, y: y - 3.5, size: 7, within });
}
