// `npm run bench [-- NAME …]`: measures the product against its ceiling; results go to bench/results/.
import { readdirSync } from "node:fs";
import { createServer } from "vite";

process.env.NODE_ENV = "production";

const folder = new URL(".", import.meta.url);
const known = readdirSync(folder)
	.filter((file) => file.endsWith(".ts"))
	.map((file) => file.slice(0, -".ts".length));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
	console.error(`no bench ${unknown.join(", ")}; there are ${known.join(", ")}`);
	process.exit(1);
}

const vite = await createServer({
	configFile: false,
	logLevel: "error",
	appType: "custom",
	server: { middlewareMode: true, hmr: false, watch: null, ws: false },
	optimizeDeps: { noDiscovery: true },
});
const { report } = await vite.ssrLoadModule("/bench/support/report.ts");
for (const name of asked.length > 0 ? asked : known) {
	const { run } = await vite.ssrLoadModule(`/bench/${name}.ts`);
	report(name, await run());
}
await vite.close();
