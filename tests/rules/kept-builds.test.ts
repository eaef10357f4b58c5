import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { beginBuild, pruneOld } from "#app/cli/sources.js";

// A page that somebody has open asks for the assets of the build that made it (decision 17).

let build: string;
let assets: string;
beforeEach(() => {
	build = mkdtempSync(join(tmpdir(), "yntymaq-build-"));
	assets = join(build, "client", "assets");
	mkdirSync(assets, { recursive: true });
});
afterEach(() => rmSync(build, { recursive: true }));

/** Builds as Vite does: what has changed gets a new name, the rest is written again. */
function builds(...files: string[]) {
	beginBuild(build);
	for (const file of files) writeFileSync(join(assets, file), file);
	pruneOld(build);
}

/** Lets days go by: every file is older by so much. */
function pass(days: number) {
	for (const path of [join(build, ".begun"), ...readdirSync(assets).map((file) => join(assets, file))]) {
		const at = new Date(statSync(path).mtimeMs - days * 86_400_000);
		utimesSync(path, at, at);
	}
}

const has = (file: string) => existsSync(join(assets, file));

test("a build keeps what the build before it made, however long that one was in use", () => {
	builds("root-1.css", "font-1.woff2");
	pass(60);
	builds("root-2.css", "font-1.woff2");
	expect(["root-1.css", "root-2.css", "font-1.woff2"].map(has)).toEqual([true, true, true]);
});

test("seven days after something went out of use the next build removes it", () => {
	builds("root-1.css");
	pass(60);
	builds("root-2.css");
	pass(6);
	builds("root-3.css");
	expect(["root-1.css", "root-2.css", "root-3.css"].map(has)).toEqual([true, true, true]);
	pass(2);
	builds("root-4.css");
	expect(["root-1.css", "root-2.css", "root-3.css", "root-4.css"].map(has)).toEqual([false, true, true, true]);
});

test("a build that failed takes nothing away from the one that is in use", () => {
	builds("root-1.css");
	pass(60);
	beginBuild(build);
	pass(1);
	builds("root-2.css");
	expect(["root-1.css", "root-2.css"].map(has)).toEqual([true, true]);
});
