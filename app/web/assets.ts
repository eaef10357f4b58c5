import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { byteCache } from "./byte-cache.ts";

/** A file that the build made. */
export interface Asset {
	body: Buffer;
	type: string;
	/** Its name holds its hash, so it never changes. */
	immutable: boolean;
}

const types: Record<string, string> = {
	".css": "text/css; charset=utf-8",
	".ico": "image/x-icon",
	".jpg": "image/jpeg",
	".js": "text/javascript; charset=utf-8",
	".json": "application/json",
	".pdf": "application/pdf",
	".png": "image/png",
	".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8",
	".webp": "image/webp",
	".woff2": "font/woff2",
};

const megabyte = 1024 * 1024;

/**
 * The files of a folder by address. It is listed once, and only what is on the list is ever opened, so
 * there is no path to climb out by. Files of another type, and those whose path has a dot name, are not on it.
 * @returns a function that gives the file at a path, or undefined
 */
export function assetFolder(folder: string): (pathname: string) => Promise<Asset | undefined> {
	const files = new Map(list(folder).map((file) => [`/${file}`, join(folder, file)]));
	const kept = byteCache(32 * megabyte);
	return async (pathname) => {
		const file = files.get(pathname);
		if (!file) return undefined;
		const body = kept.get(pathname) ?? (await readFile(file));
		kept.set(pathname, body);
		return { body, type: types[extname(file)] ?? "", immutable: pathname.startsWith("/assets/") };
	};
}

function list(folder: string): string[] {
	let names: string[];
	try {
		names = readdirSync(folder, { recursive: true, encoding: "utf8" });
	} catch {
		// Development has no build; Vite serves from the sources.
		return [];
	}
	return names
		.map((name) => name.split(sep).join("/"))
		.filter((name) => extname(name) in types && !/(?:^|\/)\./.test(name));
}
