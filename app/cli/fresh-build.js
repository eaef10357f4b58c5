import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { alone } from "./alone.js";
import { beginBuild, hashSources, pruneOld } from "./sources.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const build = join(root, "build");
const main = join(build, "server", "main.js");
const stamp = join(build, ".stamp");
const remix = join(root, "node_modules", "@remix-run", "dev", "dist", "cli.js");

/** Nothing can be run; the message is for the person at the terminal. */
class BuildError extends Error {
	name = "BuildError";
}

/**
 * Loads the build, made anew when the sources have changed since. An installation without the build's tools
 * (`npm ci --omit=dev`) runs what it was given. One process builds at a time: two would write into each other's files.
 * @param {(message: string) => void} say
 * @returns {Promise<typeof import("./main.ts")>}
 */
export async function freshBuild(say) {
	if (!existsSync(remix)) {
		if (!existsSync(main)) throw new BuildError("Nothing is built or installed here: run npm ci first.");
	} else if (!isFresh()) {
		await alone(writable(join(build, ".lock")), say, async () => {
			if (isFresh()) return;
			say("Building …");
			const sources = hashSources(root);
			rmSync(stamp, { force: true });
			beginBuild(build);
			await buildAll();
			pruneOld(build);
			writeFileSync(stamp, sources);
		});
	}
	return import(pathToFileURL(main).href);
}

/** Whether the build is of the sources as they are. */
export const isFresh = () => existsSync(stamp) && readFileSync(stamp, "utf8") === hashSources(root);

/**
 * @param {string} file
 * @throws {BuildError} when another user's clone has changed since it was built
 */
function writable(file) {
	try {
		mkdirSync(build, { recursive: true });
		accessSync(build, constants.W_OK);
	} catch {
		throw new BuildError(
			`The sources have changed, and this user may not write ${build}: let its owner run npm start once.`,
		);
	}
	return file;
}

function buildAll() {
	const child = spawn(process.execPath, [remix, "vite:build", "--config", "remix.config.js"], {
		cwd: root,
		stdio: ["ignore", "pipe", "pipe"],
	});
	let said = "";
	for (const stream of [child.stdout, child.stderr])
		stream.on("data", (chunk) => {
			said += chunk;
		});
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (code) =>
			code === 0 ? resolve(undefined) : reject(new BuildError(`${said}\nThe build failed.`)),
		);
	});
}
