// `npm run screenshots [-- [FOLDER] [PART …]]`: pictures of the demonstration's pages, to be looked at.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "vite";

const [folder = join(tmpdir(), "yntymaq-screenshots"), ...parts] = process.argv.slice(2);
const vite = await createServer({
	configFile: false,
	logLevel: "error",
	appType: "custom",
	server: { middlewareMode: true, hmr: false, watch: null, ws: false },
	optimizeDeps: { noDiscovery: true },
});
const { takeScreenshots } = await vite.ssrLoadModule("/tests/support/screenshots.ts");
await takeScreenshots(folder, parts);
await vite.close();
