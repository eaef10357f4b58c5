import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "vite";

// As deep in the checkout as the sources are, which find its root from where they stand.
const outDir = resolve("build", `bench-${process.pid}`);
/** @type {Map<string, Promise<string>>} */
const bundles = new Map();

/**
 * Builds a TypeScript file of the checkout for Node, as the product is built: compiled on the way, every call from one
 * file into another would be dearer than it is. Once in a process, whose end removes it.
 * @param {string} file from the checkout's root, as `bench/sign.ts`
 * @returns {Promise<string>} where it stands
 */
export function bundle(file) {
	if (bundles.size === 0) process.once("exit", () => rmSync(outDir, { recursive: true, force: true }));
	const found = bundles.get(file) ?? bundled(file);
	bundles.set(file, found);
	return found;
}

/** @param {string} file */
async function bundled(file) {
	const name = file.replaceAll("/", "-").replace(/\.ts$/, ".js");
	await build({
		configFile: false,
		logLevel: "error",
		build: {
			ssr: resolve(file),
			target: "esnext",
			outDir,
			emptyOutDir: false,
			rollupOptions: { output: { entryFileNames: name, inlineDynamicImports: true } },
		},
	});
	return join(outDir, name);
}
