import type { Params } from "@remix-run/react";
import { refuse } from "#app/web/page.ts";

/** Whether a text can be the code of a leaflet or a partner, as it stands in an address. */
export function isCode(text: string): boolean {
	return /^[a-z0-9-]{1,40}$/.test(text);
}

/** The code in an address, of paper typed in capitals too. @throws a 404 when it cannot be one */
export function codeOf({ code = "" }: Params): string {
	const plain = code.toLowerCase();
	if (!isCode(plain)) throw refuse(404);
	return plain;
}
