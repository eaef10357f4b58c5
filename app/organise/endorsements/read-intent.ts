import { checkWays, refusals } from "#app/petitions/endorsing/desk-words.server.ts";
import { type Fields, text, ticked } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";
import type { DeskIntent } from "./act.server.ts";
import { readPlacing } from "./entry-fields.ts";

/** Reads a post of an endorsement's page at the desk; undefined for what the page does not offer. */
export function readIntent(fields: Fields): DeskIntent | undefined {
	const does = fields.get("intent");
	switch (does) {
		case "check":
		case "check-and-show": {
			const way = checkWays.find((known) => known === fields.get("way"));
			const note = text(fields, "note").slice(0, 1_000);
			return way && { does: "check", way, note, show: does === "check-and-show", trust: ticked(fields, "trust") };
		}
		case "show":
		case "hide":
		case "reopen":
			return { does };
		case "refuse": {
			const because = refusals.find((known) => known === fields.get("because"));
			return because && { does, because };
		}
		case "place": {
			const placing = readPlacing(fields);
			return placing && { does, placing };
		}
		case "merge": {
			const into = text(fields, "into");
			return isId(into) ? { does, into } : undefined;
		}
		default:
			return undefined;
	}
}
