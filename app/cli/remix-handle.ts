import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { matchRoutes } from "@remix-run/react";
import { isLocale } from "../i18n/translate.ts";
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
	return (request, app, more) => answer(request, { app, ...more, method: request.method });
}

/**
 * Says which addresses the routes of a build have: the router's own matching, without the route for all others and
 * without a language that there is none of. Whether there is something at the address is for the route to find.
 */
export function routesOf(build: ServerBuild): (pathname: string) => boolean {
	const table = below(build, "root");
	return (pathname) => {
		const match = matchRoutes(table, pathname)?.at(-1);
		if (!match || match.route.path === "*") return false;
		return match.params.locale === undefined || isLocale(match.params.locale);
	};
}

function below(build: ServerBuild, parent: string): Parameters<typeof matchRoutes>[0] {
	return Object.values(build.routes)
		.filter((route) => route?.parentId === parent)
		.map(({ id, path, index }) => (index ? { path, index } : { path, children: below(build, id) }));
}
