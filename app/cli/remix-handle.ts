import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import type { Handle } from "./site.ts";

/** The folder of the client build: beside `build/server`, in some file of which this runs. */
export const builtAssets = join(upTo("server", fileURLToPath(import.meta.url)), "..", "client");

function upTo(name: string, path: string): string {
	const parent = dirname(path);
	return basename(parent) === name || parent === path ? parent : upTo(name, parent);
}

/**
 * Answers requests with the routes of a build.
 * @param build a build, or what loads the newest one
 */
export function remixHandle(
	build: ServerBuild | (() => Promise<ServerBuild>),
	mode: "production" | "development",
): Handle {
	const answer = createRequestHandler(build, mode);
	return (request, app, visitor) => answer(request, { app, visitor, method: request.method });
}
