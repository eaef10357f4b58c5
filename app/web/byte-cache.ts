/** Values by name, up to a total size; what was unused for longest leaves first. */
export interface SizedCache<Value> {
	get(name: string): Value | undefined;
	/** Keeps a value; the same one again when it has grown. */
	set(name: string, value: Value): void;
	delete(name: string): void;
}

/**
 * @param most of all that is held at once; what is larger than a quarter of it is not kept at all
 * @param sizeOf the size of a value, asked when it is set
 */
export function sizedCache<Value>(most: number, sizeOf: (value: Value) => number): SizedCache<Value> {
	const kept = new Map<string, { value: Value; size: number }>();
	let total = 0;
	let newest: string | undefined;
	const forget = (name: string) => {
		total -= kept.get(name)?.size ?? 0;
		kept.delete(name);
	};
	return {
		get(name) {
			const found = kept.get(name);
			if (!found) return undefined;
			// What everybody asks for is there already: moving it would rebuild the map again and again.
			if (name !== newest) {
				kept.delete(name);
				kept.set(name, found);
				newest = name;
			}
			return found.value;
		},
		delete: forget,
		set(name, value) {
			forget(name);
			const size = sizeOf(value);
			if (size > most / 4) return;
			kept.set(name, { value, size });
			newest = name;
			total += size;
			for (const oldest of kept.keys()) {
				if (total <= most) return;
				forget(oldest);
			}
		},
	};
}

/** @param most bytes held at once */
export function byteCache(most: number): SizedCache<Buffer> {
	return sizedCache(most, (bytes) => bytes.length);
}
