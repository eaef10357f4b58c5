// `npm run drill NAME`: runs bench/drills/NAME.ts, the full size of a bar, and writes what it showed to bench/results/.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { bundle } from "./bundle.js";

const [name = "", ...args] = process.argv.slice(2);
const file = `bench/drills/${name}.ts`;
if (!/^[a-z-]+$/.test(name) || !existsSync(file)) {
	const names = readdirSync("bench/drills").map((drill) => drill.replace(/\.ts$/, ""));
	console.error(`npm run drill NAME, one of: ${names.join(", ")}`);
	process.exit(1);
}

const begun = performance.now();
/** @type {{ run(args: string[]): Promise<import("./support/drill.ts").Drilled> }} */
const drill = await import(await bundle(file));
const { passed, figures } = await drill.run(args);
const result = {
	drill: name,
	passed,
	figures,
	seconds: Math.round((performance.now() - begun) / 1000),
	commit: execFileSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8" }).trim(),
	at: new Date().toISOString(),
	node: process.versions.node,
	cpus: availableParallelism(),
};
// Of a smaller size, asked for by hand, nothing is kept: it says nothing of the bar.
if (args.length === 0) writeFileSync(`bench/results/drill-${name}.json`, `${JSON.stringify(result, null, 2)}\n`);
console.log(JSON.stringify(result, null, 2));
process.exitCode = passed ? 0 : 1;
