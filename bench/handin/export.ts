import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { checkout } from "../support/process.ts";

const built = pathToFileURL(join(checkout, "build", "server", "main.js")).href;

/** What one making of a file came to. */
export interface Exported {
	sha256: string;
	bytes: number;
	seconds: number;
	/** Highest resident memory of the whole process, in MB of 10^6 bytes. */
	rss: number;
	/** How often it said how far it was. */
	told: number;
}

export interface Wanted {
	/** Of the database. */
	url: string;
	/** SECRET_KEYS. */
	secret: string;
	/** The petition's slug. */
	petition: string;
	format: string;
	/** Where the file is written: an empty folder of its own. */
	folder: string;
}

/**
 * Makes a list's file as an operator would, by the built `petition export`, and watches the memory of that process.
 * @throws an Error with what it said where it fails
 */
export async function exportAsOperator({ url, secret, petition, format, folder }: Wanted): Promise<Exported> {
	const begun = performance.now();
	const list = ["--list", "1", "--addressee", "1", "--language", "en", "--format", format, "--out", folder];
	// The build of the drill's beginning: sources that change under it build nothing.
	const run = `const { main } = await import(${JSON.stringify(built)}); await main(process.argv.slice(1))`;
	const words = ["petition", "export", petition, ...list];
	const child = spawn(process.execPath, ["--input-type=module", "--eval", run, "--", ...words], {
		cwd: checkout,
		env: { ...process.env, NODE_ENV: "production", DATABASE_URL: url, SECRET_KEYS: secret },
		stdio: ["ignore", "pipe", "pipe"],
	});
	let [said, told, rss] = ["", 0, 0];
	child.stdout.on("data", (bytes: Buffer) => (said += bytes));
	child.stderr.on("data", (bytes: Buffer) => {
		told += bytes
			.toString()
			.split("\n")
			.filter((line) => / \d+ of \d+$/.test(line)).length;
		if (told === 0) said += bytes;
	});
	// The kernel's own high-water mark: what falls between two looks is in it.
	const watch = setInterval(() => (rss = Math.max(rss, highWater(child.pid))), 50);
	const [code] = await once(child, "close");
	clearInterval(watch);
	const [, sha256] = /^([0-9a-f]{64}) {2}/m.exec(said) ?? [];
	if (code !== 0 || !sha256) throw new Error(`petition export failed: ${said}`);
	const [name = ""] = (await readdir(folder)).filter((one) => one.endsWith(`.${format}`) && !one.includes("manifest"));
	const { size } = await stat(join(folder, name));
	return { sha256, bytes: size, seconds: Math.round((performance.now() - begun) / 1_000), rss: Math.round(rss), told };
}

/** VmHWM of a process (proc(5)), in MB; 0 once it is gone. */
function highWater(pid: number | undefined): number {
	try {
		const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
		return (Number(kibibytes ?? 0) * 1_024) / 1e6;
	} catch {
		return 0;
	}
}
