import type { Handin, HandinAddressee } from "./handin.server.ts";
import type { Columns, HandinRow, Survey } from "./rows.server.ts";

/** The name of the shape, which docs/hand-in.md describes; a change of it is a new number. */
const SHAPE = "yntymaq-hand-in/1";

/** A list as JSON (RFC 8259), one person a line, so that no reader has to hold it whole. */
export async function* jsonOf(
	handin: Handin,
	addressee: HandinAddressee,
	survey: Survey,
	rows: AsyncIterable<HandinRow>,
): AsyncGenerator<string> {
	yield `{"shape":"${SHAPE}",\n"about":${JSON.stringify(about(handin, addressee, survey))},\n"people":[`;
	let first = true;
	for await (const row of rows) {
		yield `${first ? "\n" : ",\n"}${JSON.stringify(person(row, survey.columns))}`;
		first = false;
	}
	yield "\n]}\n";
}

/** What a list is, without anybody's name: the same in every file of it. */
export function about(handin: Handin, { body }: HandinAddressee, survey: Survey) {
	const { petition, number, frozenOn, version, signatures, organisations, represented, paper, bodies } = handin;
	const { people, withdrawn, lines, linesHeld } = survey;
	return {
		petition,
		handIn: number,
		addressee: body,
		frozenOn,
		version,
		counts: { signatures, named: people, withdrawn, lines, linesHeld, organisations, represented, paper },
		organisations: bodies.map(({ name, kind, country, members }) => ({ name, kind, country, members })),
	};
}

function person(row: HandinRow, columns: Columns) {
	const { number, version } = row;
	if (!row.named) return { number, withdrawn: true };
	const { name, town, organisation, country, line, lineHeld, public: open } = row.words;
	return {
		number,
		name,
		...(columns.town && { town }),
		...(columns.country && { country }),
		...(columns.organisation && { organisation }),
		show: open ? "public" : "addressee",
		version,
		...(line && { line }),
		...(lineHeld && { lineHeld }),
	};
}
