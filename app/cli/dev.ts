import type { ServerBuild } from "@remix-run/node";
import type { ViteDevServer } from "vite";
import { readSettings } from "../env.server.ts";
import { forPerson } from "./for-person.ts";
import { remixHandle } from "./remix-handle.ts";
import { startAll } from "./start-all.ts";

/**
 * `npm run dev`: everything in one process, the pages from their sources.
 * @param vite answers what is asked of the sources, before the front door
 */
export async function run(vite: ViteDevServer): Promise<void> {
	const build = async () => (await vite.ssrLoadModule("virtual:remix/server-build")) as ServerBuild;
	await forPerson(async () => {
		const settings = await readSettings();
		await startAll(settings, {
			handle: remixHandle(build, "development"),
			assets: "app/public",
			before: vite.middlewares,
		});
	});
	// Its watchers would keep a start that failed from ending.
	if (process.exitCode) await vite.close();
}
