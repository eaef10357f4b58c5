import { serialOf } from "#app/web/is-id.ts";

/** Which page of a list an address asks for: the first where it says none. */
export function pageIn(address: string): number {
	return serialOf(new URL(address).searchParams.get("page")) || 1;
}
