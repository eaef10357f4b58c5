import type { Endorsement } from "./endorsement.server.ts";

/** Members up to which a body's own claim is checked and shown by one organiser. */
const BY_ONE = 10_000;

/**
 * Whether this organiser may show an endorsement. What the desk has entered, or changed of a body's words, is shown by
 * another than who did; so that no one person moves the number by much, a large body's by another than who checked it.
 * @param by the organiser's id
 */
export function mayShow(
	{
		enteredBy,
		checkedBy,
		organisation,
	}: Pick<Endorsement, "enteredBy" | "checkedBy"> & {
		organisation: { members: number | null };
	},
	by: string,
): boolean {
	const isLarge = (organisation.members ?? 0) > BY_ONE;
	return by !== enteredBy && !(isLarge && by === checkedBy);
}
