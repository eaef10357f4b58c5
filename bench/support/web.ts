import { type ChildProcess, spawn } from "node:child_process";

/** The product's web process, as `npm run web` starts it. */
export interface Web {
	child: ChildProcess;
	/** `http://localhost:PORT` */
	origin: string;
}

/**
 * Starts the site, without a worker, and waits until it answers; `endProcess` ends it.
 * @param cwd a checkout; what is not built yet is built
 * @param environment its settings
 */
export async function startWeb(cwd: string, environment: Record<string, string>): Promise<Web> {
	const child = spawn(process.execPath, ["app/cli/run.js", "web"], {
		cwd,
		env: { ...process.env, ...environment, NODE_ENV: "production" },
		stdio: ["ignore", "pipe", "inherit"],
	});
	let said = "";
	const origin = await new Promise<string>((resolve, reject) => {
		child.once("exit", () => reject(new Error(`web ended before it was ready:\n${said}`)));
		child.stdout.on("data", (chunk: Buffer) => {
			said += chunk;
			const address = /web: (http:\S+)/.exec(said)?.[1];
			if (address) resolve(address);
		});
	});
	return { child, origin };
}
