import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Whether we are root on a Debian: only then is anything installed for the tests. */
export const mayInstall = () => process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");

/**
 * Installs one of Debian's packages, and says so.
 * @param what the package's name among people
 * @throws an error of one line saying what to do
 */
export function installByApt(name: string, what: string): void {
	process.stderr.write(`No ${what} found: installing Debian's (apt-get install ${name}) …\n`);
	const env = Object.assign({}, process.env, { DEBIAN_FRONTEND: "noninteractive" });
	const apt = (...args: string[]) => execFileSync("apt-get", args, { env, stdio: "pipe" });
	try {
		apt("update");
		apt("install", "-y", "--no-install-recommends", name);
	} catch (cause) {
		throw new Error(`${what} could not be installed by apt-get: install it yourself`, { cause });
	}
}
