import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const checkout = fileURLToPath(new URL("../..", import.meta.url));

/** The built product's web role in a process of its own. */
export interface Web {
	/** As `http://localhost:PORT`. */
	site: string;
	pid: number;
	stop(): Promise<void>;
}

/** Starts the demonstration's site, without a worker, on a database that is there. */
export async function startWeb(dataDir: string, databaseUrl: string): Promise<Web> {
	const child = spawn(process.execPath, ["app/cli/run.js", "web"], {
		cwd: checkout,
		env: {
			PATH: process.env.PATH,
			NODE_ENV: "production",
			PORT: "0",
			DATA_DIR: dataDir,
			DATABASE_URL: databaseUrl,
			LOG_LEVEL: "warn",
		},
		stdio: ["ignore", "pipe", "inherit"],
	});
	const ended = once(child, "exit");
	const site = await new Promise<string>((resolve, reject) => {
		let said = "";
		child.stdout.on("data", (chunk: Buffer) => {
			said += chunk;
			const address = /http:\/\/localhost:\d+/.exec(said)?.[0];
			if (address) resolve(address);
		});
		ended.then(() => reject(new Error(`the site did not start: ${said}`)));
	});
	return {
		site,
		pid: child.pid as number,
		async stop() {
			child.kill("SIGINT");
			await ended;
		},
	};
}
