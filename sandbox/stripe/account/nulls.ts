/** The named fields, each null: what an object of the API has and this stand-in never fills. */
export function nulls<Name extends string>(...names: readonly Name[]): Record<Name, null> {
	return Object.fromEntries(names.map((name) => [name, null])) as Record<Name, null>;
}
