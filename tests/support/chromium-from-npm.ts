import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const PACKAGE = "@sparticuz/chromium@143.0.4";
const dir = resolve("node_modules/.cache/yntymaq-chromium");

// The package unpacks into TMPDIR, with the libraries that a bare system lacks only where it believes to be in a lambda.
const unpack = `
const { default: chromium } = await import(process.argv[1] + "/node_modules/@sparticuz/chromium/build/esm/index.js");
await chromium.executablePath();
`;

/**
 * A Chromium for Linux x64 from the npm registry, for whoever may install nothing: 65 MB the first time, kept beside
 * the packages. It is no dependency of ours: few need it.
 * @returns undefined on other platforms
 * @throws when the registry cannot be reached
 */
export function chromiumFromNpm(): string | undefined {
	if (process.platform !== "linux" || process.arch !== "x64") return;
	const wrapper = join(dir, "chromium-here");
	if (existsSync(wrapper)) return wrapper;
	process.stderr.write(`No Chromium found: fetching one from npm (${PACKAGE}) …\n`);
	mkdirSync(dir, { recursive: true });
	execFileSync("npm", ["install", "--prefix", dir, "--no-save", "--no-audit", "--no-fund", PACKAGE], { stdio: "pipe" });
	const env = Object.assign({}, process.env, { TMPDIR: dir, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" });
	execFileSync(process.execPath, ["--input-type=module", "-e", unpack, dir], { env, stdio: "pipe" });
	const libraries = `LD_LIBRARY_PATH="${join(dir, "al2023", "lib")}" FONTCONFIG_PATH="${join(dir, "fonts")}"`;
	writeFileSync(wrapper, `#!/bin/sh\n${libraries} exec "${join(dir, "chromium")}" "$@"\n`);
	chmodSync(wrapper, 0o755);
	return wrapper;
}
