import { createHash } from "node:crypto";
import { cellsOfRow, type Row } from "./row.ts";

/** What stands before the first row: 32 bytes of nothing. */
export const GENESIS = "0".repeat(64);

/** A row as it is hashed: its cells up to the hash, with commas between. No cell has a comma, a quotation mark or a line's end. */
function textOf(row: Row): string {
	return cellsOfRow(row).slice(0, -1).join(",");
}

/** The hash of a row: SHA-256 over the bytes of the hash before and its text. @returns hexadecimal */
export function hashAfter(before: string, row: Row): string {
	return createHash("sha256").update(Buffer.from(before, "hex")).update(textOf(row)).digest("hex");
}
