// `npm run bench [-- NAME …]`: measures the product against its ceiling; results go to bench/results/.
import { readdirSync } from "node:fs";
import { bundle } from "./bundle.js";

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

const { report } = await import(await bundle("bench/support/report.ts"));
for (const name of asked.length > 0 ? asked : known) {
	const { run } = await import(await bundle(`bench/${name}.ts`));
	report(name, await run());
}
