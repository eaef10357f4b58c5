/** Bytes by name, up to a total; what was unused for longest leaves first. */
export interface ByteCache {
	get(name: string): Buffer | undefined;
	set(name: string, bytes: Buffer): void;
}

/** @param most bytes held at once; what is larger than a quarter of it is not kept at all */
export function byteCache(most: number): ByteCache {
	const kept = new Map<string, Buffer>();
	let size = 0;
	const forget = (name: string) => {
		size -= kept.get(name)?.length ?? 0;
		kept.delete(name);
	};
	return {
		get(name) {
			const bytes = kept.get(name);
			if (!bytes) return undefined;
			kept.delete(name);
			kept.set(name, bytes);
			return bytes;
		},
		set(name, bytes) {
			forget(name);
			if (bytes.length > most / 4) return;
			kept.set(name, bytes);
			size += bytes.length;
			for (const oldest of kept.keys()) {
				if (size <= most) return;
				forget(oldest);
			}
		},
	};
}
