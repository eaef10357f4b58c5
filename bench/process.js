// A process of a bench or a drill: calls `run` of a built file, or of one that is still TypeScript, with the JSON it is
// given. It talks to its parent by messages and ends with it. bench/support/process.ts says which of the two it gets.
const [file = "", json = "{}"] = process.argv.slice(2);
process.on("disconnect", () => process.exit(0));
const { run } = file.endsWith(".ts") ? await compiled(file) : await import(file);
await run(JSON.parse(json));

/**
 * Compiles a file of the checkout, and what it imports, as it is loaded.
 * @param {string} file from the checkout's root
 */
async function compiled(file) {
	const { createServer } = await import("vite");
	const vite = await createServer({
		configFile: false,
		logLevel: "error",
		appType: "custom",
		server: { middlewareMode: true, hmr: false, watch: null, ws: false },
		optimizeDeps: { noDiscovery: true },
	});
	return vite.ssrLoadModule(`/${file}`);
}
