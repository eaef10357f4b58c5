import type { Said } from "#app/fund/bank/desk.server.ts";
import { type Fields, text } from "#app/web/form.ts";
import { isId } from "#app/web/is-id.ts";

const plain = ["fees", "cash", "give-back", "given-back", "double"] as const;

/** Reads the form about one line; undefined for what no form of ours posts. */
export function parseSaid(fields: Fields): { line: string; said: Said } | undefined {
	const line = text(fields, "line");
	const said = saidBy(text(fields, "is"), text(fields, "reference"));
	return said && isId(line) ? { line, said } : undefined;
}

/** @param is a word, and for a payout or aid which one: `payout po_…` */
function saidBy(is: string, reference: string): Said | undefined {
	if (is === "gift") return { is, reference };
	if (is === "anonymous") return { is: "gift", reference: null };
	if (is === "refund") return { is, reference };
	const [, what, about = ""] = /^(payout|aid) ([A-Za-z0-9_:-]{1,120})$/.exec(is) ?? [];
	if (what === "payout" || what === "aid") return { is: what, about };
	const word = plain.find((one) => one === is);
	return word && { is: word };
}
