import { isId } from "#app/web/is-id.ts";

/** After which id a page of the desk's list begins; undefined for the first one. */
export function afterOf(url: string): string | undefined {
	const after = new URL(url).searchParams.get("after") ?? "";
	return isId(after) ? after : undefined;
}
