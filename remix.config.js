// The one build file: `remix vite:build --config remix.config.js` reads it as a Vite config.
import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";

/** @type {import("@remix-run/dev").VitePluginConfig} */
const remixOptions = {
	appDirectory: "app",
	serverModuleFormat: "esm",
	future: {
		v3_fetcherPersist: true,
		v3_lazyRouteDiscovery: false, // no public /__manifest address
		v3_relativeSplatPath: true,
		v3_routeConfig: true,
		v3_singleFetch: true,
		v3_throwAbortReason: true,
	},
};

/**
 * Builds the command line (web, worker, migrate, …) in the same pass as the routes,
 * so that a production install needs neither a TypeScript loader nor the .sql files.
 * The routes are an entry of their own too: the tests answer with them.
 */
const commandLine = {
	name: "command-line",
	/** @type {import("vite").Plugin["config"]} */
	config: (_, { command, isSsrBuild }) => {
		if (command !== "build" || !isSsrBuild) return;
		const input = { main: "app/cli/main.ts", routes: "virtual:remix/server-build" };
		return { build: { rollupOptions: { input, output: { entryFileNames: "[name].js" } } } };
	},
};

/**
 * React Router 6 flattens, ranks and compiles every route again on every match, about eight
 * times a request; the table never changes, so both results are remembered. Throws when the
 * library's text changes, so that an upgrade cannot lose this silently.
 */
let found = false;
const rememberRouteMatching = {
	name: "remember-route-matching",
	/** @type {import("vite").Plugin["generateBundle"]} */
	generateBundle({ dir = "" }) {
		if (/server\/?$/.test(dir) && !found) throw new Error("@remix-run/router moved: its matching is not remembered");
	},
	/** @type {import("vite").Plugin["transform"]} */
	transform(code, id, options) {
		if (!options?.ssr || !/@remix-run\/router\/dist\/router\.js/.test(id)) return;
		const swap = (/** @type {string} */ from, /** @type {string} */ to) => {
			if (!code.includes(from)) throw new Error(`@remix-run/router changed: ${from}`);
			code = code.replace(from, to);
		};
		swap("function matchRoutesImpl(", "const branchesOf = new WeakMap();\nfunction matchRoutesImpl(");
		swap(
			"let branches = flattenRoutes(routes);\n  rankRouteBranches(branches);",
			"let branches = branchesOf.get(routes);\n  if (!branches) { branches = flattenRoutes(routes); rankRouteBranches(branches); branchesOf.set(routes, branches); }",
		);
		swap(
			"function compilePath(path, caseSensitive, end) {",
			"const compiled = new Map();\nfunction compilePath(path, caseSensitive, end) {\n  const key = [caseSensitive, end, path].join();\n  let found = compiled.get(key);\n  if (!found) compiled.set(key, (found = compilePathAfresh(path, caseSensitive, end)));\n  return found;\n}\nfunction compilePathAfresh(path, caseSensitive, end) {",
		);
		found = true;
		return { code, map: null };
	},
};

export default defineConfig(({ command }) => ({
	plugins: [remix(remixOptions), commandLine, rememberRouteMatching],
	publicDir: "app/public",
	// esbuild 0.28 lowers no destructuring for Vite 6's default target (safari14).
	// Not emptied: pages that readers have open still ask for the last build's assets (app/cli/sources.js prunes them).
	// Nothing is inlined: the pages' policy lets no data: address in.
	build: { target: "es2022", emptyOutDir: false, assetsInlineLimit: 0 },
	optimizeDeps: { esbuildOptions: { target: "es2022" } },
	// Bundled so that the plugin above sees the router's source; unbundled, Vite cannot run it as CommonJS.
	ssr: {
		noExternal:
			command === "build"
				? [/^@remix-run\/(node|react|router|server-runtime)$/, "react-router", "react-router-dom", "turbo-stream"]
				: [],
	},
}));
