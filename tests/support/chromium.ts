import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { installByApt, mayInstall } from "./apt.ts";
import { chromiumFromNpm } from "./chromium-from-npm.ts";
import { oneAtATime } from "./one-at-a-time.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const places = [
	"/usr/lib/chromium/chromium",
	"/snap/bin/chromium",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The path of a Chromium to test with: CHROMIUM_PATH, one that is installed, Debian's, installed now when we
 * are root, or npm's.
 * @throws an error of one line saying what to do; browser tests are never left out
 */
export async function findChromium(): Promise<string> {
	const given = process.env.CHROMIUM_PATH;
	if (given) {
		if (!runs(given)) throw new Error(`CHROMIUM_PATH ${given} is no program that can be run: correct or unset it`);
		return given;
	}
	const found = installed() ?? oneAtATime("programs", () => installed() ?? made());
	if (found) return found;
	throw new Error(
		"The browser tests need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH",
	);
}

function installed(): string | undefined {
	const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
	return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...places].find(runs);
}

function runs(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
	} catch {
		return false;
	}
	// Ubuntu's chromium-browser is a note that it has become a snap.
	return spawnSync(path, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}

function fetched(): string | undefined {
	try {
		const path = chromiumFromNpm();
		return path && runs(path) ? path : undefined;
	} catch {
		return undefined;
	}
}

function made(): string | undefined {
	return (mayInstall() ? install() : undefined) ?? fetched();
}

function install(): string | undefined {
	installByApt("chromium", "Chromium");
	return installed();
}
