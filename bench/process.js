// A process of a bench or a drill: loads a TypeScript file of the checkout and calls its `run` with the JSON it is
// given. It talks to its parent by messages and ends with it.
import { createServer } from "vite";

const [file = "", json = "{}"] = process.argv.slice(2);
const vite = await createServer({
	configFile: false,
	logLevel: "error",
	appType: "custom",
	server: { middlewareMode: true, hmr: false, watch: null, ws: false },
	optimizeDeps: { noDiscovery: true },
});
process.on("disconnect", () => process.exit(0));
const { run } = await vite.ssrLoadModule(`/${file}`);
await run(JSON.parse(json));
