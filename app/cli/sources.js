import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

const folders = ["app", "db", "emails", "sandbox"];
const files = ["package.json", "package-lock.json", "remix.config.js", "tsconfig.json"];

/**
 * One hash of everything that the build reads: names and contents, so that a fresh clone or a touched file
 * does not build for nothing.
 * @param {string} root
 */
export function hashSources(root) {
	const hash = createHash("sha256");
	for (const path of [
		...files.map((file) => join(root, file)),
		...folders.flatMap((folder) => walk(join(root, folder))),
	]) {
		const content = readFileSync(path);
		hash.update(`${relative(root, path)}\0${content.length}\0`).update(content);
	}
	return hash.digest("hex");
}

/**
 * Marks the beginning of a build. What the build before it wrote is in use until now, however long ago that was, and
 * its seven days begin now.
 * @param {string} build
 */
export function beginBuild(build) {
	const begun = join(build, ".begun");
	const since = existsSync(begun) ? statSync(begun).mtimeMs : 0;
	// Surely before anything that this build writes, on every disk.
	const now = new Date(Date.now() - 60_000);
	for (const path of walk(build)) if (statSync(path).mtimeMs >= since) utimesSync(path, now, now);
	writeFileSync(begun, "");
}

/**
 * Removes what has not been in use for seven days. Until then, pages that readers have open find their assets,
 * and a running process the parts that it has not loaded yet.
 * @param {string} build
 */
export function pruneOld(build) {
	const oldest = Date.now() - 7 * 86_400_000;
	for (const path of walk(build)) if (statSync(path).mtimeMs < oldest) rmSync(path, { force: true });
}

/**
 * @param {string} folder
 * @returns {string[]} every file below, in an order that does not depend on the disk
 */
function walk(folder) {
	return readdirSync(folder, { withFileTypes: true })
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : join(folder, entry.name)));
}
