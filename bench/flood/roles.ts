import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";

/** Starts one role of the product, `web` or `worker`, and waits until it says that it serves. */
export function startRole(role: string, cwd: string, environment: Record<string, string>): Promise<ChildProcess> {
	const child = spawn(process.execPath, ["app/cli/run.js", role], {
		cwd,
		env: { ...process.env, ...environment },
		stdio: ["ignore", "pipe", "inherit"],
	});
	return new Promise((resolve, reject) => {
		child.stdout.once("data", () => resolve(child));
		child.once("exit", (code) => reject(new Error(`${role} ended with ${code}`)));
	});
}

/** A port that nobody listens on. */
export function freePort(): Promise<string> {
	return new Promise((resolve) => {
		const server = createServer();
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => resolve(String(typeof address === "object" && address ? address.port : 0)));
		});
	});
}
