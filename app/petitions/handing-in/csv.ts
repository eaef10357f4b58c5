import { csvLine } from "#app/web/csv.ts";
import type { HandinRow, Survey } from "./rows.server.ts";

/**
 * A list as CSV: RFC 4180, UTF-8 with a mark at its beginning, by which spreadsheets know it. Who has withdrawn leaves a
 * line with its number and `withdrawn`. `show` says whether a name may be shown to others than the addressee, `line` has the
 * words for the families, `line_held` that there are some which are kept back.
 */
export async function* csvOf(
	rows: AsyncIterable<HandinRow>,
	{ columns, lines, linesHeld }: Survey,
): AsyncGenerator<string> {
	const asked = (["town", "country", "organisation"] as const).filter((name) => columns[name]);
	const written = lines + linesHeld > 0;
	yield `\ufeff${csvLine(["number", "name", ...asked, "show", "version", ...(written ? ["line", "line_held"] : [])])}`;
	for await (const row of rows) {
		const { number, version } = row;
		const words = row.named ? row.words : undefined;
		yield csvLine([
			String(number),
			words?.name ?? "",
			...asked.map((name) => words?.[name] ?? ""),
			words ? (words.public ? "public" : "addressee") : "withdrawn",
			String(version),
			...(written ? [words?.line ?? "", words?.lineHeld ? "yes" : ""] : []),
		]);
	}
}
