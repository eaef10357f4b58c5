/**
 * Marks a statement whose plan a connection makes once and keeps (pg's named statements): planning what is asked a
 * hundred times a second costs more than running it. Only where no parameter could change the plan: never a LIMIT.
 */
export function planOnce(name: string): string {
	return `/* plan once: ${name} */`;
}

/** The name of a statement that `planOnce` marks; undefined for any other. */
export function planName(text: string): string | undefined {
	return /\/\* plan once: (\w+) \*\//.exec(text)?.[1];
}
