import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { plot } from "./plot.ts";
import { type Result, spread } from "./result.ts";

const FOLDER = "bench/results";

/** Writes what a bench found as JSON and SVG, with what it ran on, and prints it as a short table. */
export function report(name: string, result: Result): void {
	const figures = {
		...machine(),
		...result,
		series: result.series.map((series) => ({ ...series, ...spread(series.values) })),
		ratios: result.ratios.map((ratio) => ({ ...ratio, ...spread(ratio.values) })),
	};
	mkdirSync(FOLDER, { recursive: true });
	writeFileSync(`${FOLDER}/${name}.json`, `${JSON.stringify(figures, null, 2)}\n`);
	writeFileSync(`${FOLDER}/${name}.svg`, plot(result));
	console.log(table(result));
}

/** What the figures were taken on; the load is that of everything else on the machine too. */
export function machine() {
	const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" }).trim();
	return {
		commit: git("rev-parse", "--short", "HEAD"),
		changed: git("status", "--porcelain") !== "",
		date: new Date().toISOString(),
		node: process.version,
		cores: cpus().length,
		cpu: cpus()[0]?.model ?? "",
		load: loadavg().map((load) => Number(load.toFixed(2))),
	};
}

function table({ title, series, ratios, notes }: Result): string {
	const show = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
	const line = (name: string, values: readonly number[], rest: string) => {
		const { median, low, high } = spread(values);
		return `  ${name.padEnd(44)} ${show(median).padStart(8)}  (${show(low)} to ${show(high)}) ${rest}`;
	};
	return [
		title,
		...series.map(({ name, unit, values }) => line(name, values, unit)),
		...ratios.map(({ name, values, bar }) => line(name, values, verdict(spread(values).median, bar))),
		...notes.map((note) => `  ${note}`),
	].join("\n");
}

const verdict = (median: number, bar?: number) =>
	bar === undefined ? "" : `bar ${bar}: ${median >= bar ? "reached" : "NOT reached"}`;
