import type { MessageKey } from "#app/i18n/translate.ts";
import {
	adoptionDay,
	checkWays,
	longest,
	membersOf,
	organisationKinds,
	textOf,
} from "#app/petitions/endorsing/desk-words.server.ts";
import type { Entry } from "#app/petitions/endorsing/enter.server.ts";
import type { Placing } from "#app/petitions/endorsing/place.server.ts";
import { type Fields, text } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import { type Cells, type Column, columns, type WrongCell } from "./columns.ts";

/**
 * Reads one endorsement that the desk enters, from a form or a line of a file.
 * @param today `YYYY-MM-DD`
 */
export function readEntry(cells: Cells, today: string): { entry: Entry } | { wrong: WrongCell[] } {
	const wrong: WrongCell[] = [];
	const note = (column: Column, key: MessageKey | undefined) => key && wrong.push({ column, key });
	// A spreadsheet takes what begins like this for a formula, and would run it (OWASP, "CSV injection").
	for (const column of columns) if (/^[=+\-@\t]/.test(cells[column])) note(column, "organise.entry.formula");
	const kind = organisationKinds.find((known) => known === cells.kind);
	const members = membersOf(cells.members);
	const checkWay = checkWays.find((known) => known === cells.checked) ?? null;
	note("name", cells.name === "" ? "endorse.organisation.missing" : textOf(cells.name, longest.organisation));
	note("kind", kind ? undefined : "endorse.kind.missing");
	note("country", isCountryCode(cells.country) ? undefined : "endorse.country.missing");
	note("members", members === undefined ? "endorse.members.invalid" : undefined);
	note("parent", textOf(cells.parent, longest.organisation));
	note("web", cells.web === "" || isWeb(cells.web) ? undefined : "organise.entry.web.invalid");
	note("withheld", ["", "yes", "no", "on"].includes(cells.withheld) ? undefined : "organise.entry.yes-or-no");
	note("adopted_on", adoptionDay(cells.adopted_on, today));
	note("evidence", cells.evidence === "" ? "endorse.evidence.missing" : textOf(cells.evidence, longest.evidence));
	note("checked", cells.checked === "" || checkWay ? undefined : "organise.entry.checked.invalid");
	if (wrong.length > 0 || !kind || members === undefined) return { wrong };
	const { name, country, parent, evidence } = cells;
	const nameWithheld = cells.withheld === "yes" || cells.withheld === "on";
	const web = cells.web || null;
	return {
		entry: { name, kind, country, members, parent, web, nameWithheld, adoptedOn: cells.adopted_on, evidence, checkWay },
	};
}

/** The fields of the form, as typed. */
export function cellsOf(fields: Fields): Cells {
	return Object.fromEntries(columns.map((column) => [column, text(fields, column)])) as Cells;
}

/** Where a body stands in its tree, as its page at the desk posts it; undefined for what is not in order. */
export function readPlacing(fields: Fields): Placing | undefined {
	const { name, country, web, withheld, ...cells } = cellsOf(fields);
	const kind = organisationKinds.find((known) => known === cells.kind);
	const members = membersOf(cells.members);
	const isNamed = name !== "" && textOf(name, longest.organisation) === undefined;
	const isPlaced = cells.parent === "" || isId(cells.parent);
	const rest = isCountryCode(country) && (web === "" || isWeb(web));
	if (!kind || members === undefined || !isNamed || !isPlaced || !rest) return undefined;
	return {
		name,
		kind,
		country,
		members,
		web: web || null,
		parentId: cells.parent || null,
		nameWithheld: withheld === "on",
	};
}

function isCountryCode(text: string): boolean {
	return /^[A-Z]{2}$/.test(text) && text !== "ZZ";
}

function isWeb(text: string): boolean {
	return text.length <= 300 && /^https?:\/\/[^\s"<>]+\.[^\s"<>]+$/.test(text);
}
