import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "#tests/support/chromium.ts";

/** A Chromium that Lighthouse speaks to over a port of this machine. */
export interface Chromium {
	port: number;
	close(): Promise<void>;
}

export async function openChromium(): Promise<Chromium> {
	const profile = await mkdtemp(join(tmpdir(), "yntymaq-lighthouse-"));
	const args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--no-first-run"];
	const child = spawn(await findChromium(), [...args, `--user-data-dir=${profile}`, "about:blank"], {
		stdio: ["ignore", "ignore", "pipe"],
	});
	return {
		port: await portOf(child.stderr),
		async close() {
			child.kill();
			if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
			await rm(profile, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

/** The port as Chromium says it: `DevTools listening on ws://127.0.0.1:PORT/…`. */
async function portOf(said: NodeJS.ReadableStream): Promise<number> {
	let all = "";
	for await (const chunk of said) {
		all += chunk;
		const port = /DevTools listening on ws:\/\/[^/]*:(\d+)\//.exec(all)?.[1];
		if (port) return Number(port);
	}
	throw new Error(`Chromium ended: ${all}`);
}
