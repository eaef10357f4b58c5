import * as build from "virtual:remix/server-build";
import type { Settings } from "../env.server.ts";
import { builtAssets, remixHandle, routesOf } from "./remix-handle.ts";
import { startAll } from "./start-all.ts";

/** `start`: everything in one process, on a Postgres of our own where none is named. */
export async function run(_args: string[], settings: Settings): Promise<void> {
	await startAll(settings, {
		handle: remixHandle(build, "production"),
		isRoute: routesOf(build),
		assets: builtAssets,
	});
}
