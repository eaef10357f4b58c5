/**
 * Memoizes a pure function of texts that come again and again. When there are too many it begins anew:
 * a flood of texts that come once costs little, and what is asked for often is soon known again.
 * @param most texts remembered
 */
export function memoize<Value>(most: number, make: (text: string) => Value): (text: string) => Value {
	const known = new Map<string, Value>();
	return (text) => {
		const found = known.get(text);
		if (found !== undefined) return found;
		const made = make(text);
		if (known.size >= most) known.clear();
		known.set(text, made);
		return made;
	};
}
