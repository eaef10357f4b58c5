import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installByApt, mayInstall } from "./apt.ts";
import { oneAtATime } from "./one-at-a-time.ts";

/**
 * A Java to run the Nu HTML checker with: JAVA_HOME's, the one on the path, or Debian's, installed now when we are root.
 * @throws an error of one line saying what to do; pages are never left unchecked
 */
export function findJava(): string {
	const found = installed() ?? oneAtATime("programs", () => installed() ?? made());
	if (found) return found;
	throw new Error("The HTML checker needs Java: install it (Debian: apt-get install default-jre-headless)");
}

function made(): string | undefined {
	if (mayInstall()) installByApt("default-jre-headless", "Java");
	return installed();
}

function installed(): string | undefined {
	const home = process.env.JAVA_HOME;
	return [home && join(home, "bin", "java"), "java"].find(
		(path) => path && spawnSync(path, ["-version"], { stdio: "ignore", timeout: 20_000 }).status === 0,
	);
}
