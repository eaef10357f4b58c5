/**
 * Where a sheet stands: out with whoever collects; entered by one; counted alike by two; counted differently by two; void,
 * for what was lost, spoilt or never came back.
 */
export type SheetState = "out" | "entered" | "counted" | "differs" | "void";

/** What one person counted on a sheet. */
export interface Tally {
	/** Signatures. */
	rows: number;
	/** Lines that cannot count. */
	refused: number;
}

/** What is known of a sheet before something is done with it. */
export interface Sheet {
	state: SheetState;
	/** Lines to sign on it. */
	lines: number;
	/** The first count of this round. */
	first?: Tally & { by: string };
}

/** What is done with a sheet: `enter` is the first count, `check` somebody else's. */
export type SheetEvent =
	| (Tally & { kind: "enter" | "check"; by: string })
	| { kind: "recount"; by: string }
	| { kind: "void"; by: string };

/** Why something is not done with a sheet. */
export type SheetRefusal = "entered" | "not-entered" | "same-person" | "too-many" | "void" | "nothing";

export type SheetChange = { to: SheetState } | { refused: SheetRefusal };

/**
 * What becomes of a sheet. A number counts once two people have come to it without seeing each other's; what differs is
 * counted anew by two, as neither number is the better one.
 */
export function changeSheet(sheet: Sheet, event: SheetEvent): SheetChange {
	// What was voided can be counted after all: by two, like a new one.
	if (sheet.state === "void" && event.kind !== "recount") return { refused: "void" };
	switch (event.kind) {
		case "void":
			return { to: "void" };
		case "recount":
			return sheet.state === "out" ? { refused: "nothing" } : { to: "out" };
		case "enter":
			if (sheet.state !== "out") return { refused: "entered" };
			return fits(sheet, event) ? { to: "entered" } : { refused: "too-many" };
		case "check":
			return check(sheet, event);
	}
}

function check({ state, first, lines }: Sheet, event: Tally & { by: string }): SheetChange {
	if (state === "out" || !first) return { refused: "not-entered" };
	if (state !== "entered") return { refused: "entered" };
	if (first.by === event.by) return { refused: "same-person" };
	if (!fits({ lines }, event)) return { refused: "too-many" };
	return { to: first.rows === event.rows && first.refused === event.refused ? "counted" : "differs" };
}

/** No more than there are lines to sign; whole numbers from 0. */
function fits({ lines }: Pick<Sheet, "lines">, { rows, refused }: Tally): boolean {
	return [rows, refused].every((n) => Number.isSafeInteger(n) && n >= 0) && rows + refused <= lines;
}
