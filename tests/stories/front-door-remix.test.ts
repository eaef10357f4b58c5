import { createRequestHandler, type EntryContext, type ServerBuild } from "@remix-run/node";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type OpenDoor, openDoor } from "#tests/support/front-door.ts";
import { sendRaw } from "#tests/support/raw-http.ts";

// Behind the front door Remix 2.17.5 itself: what makes it answer 500, or run a loader by its name, never reaches it.

const ran: string[] = [];
const loader = (name: string) => () => {
	ran.push(name);
	return { name };
};

const module = { default: () => null };
const route = (id: string, path: string, more: object) => ({
	id,
	parentId: "root",
	path,
	module: { ...module, ...more },
});
const build = {
	mode: "production",
	entry: {
		module: {
			default: (_: Request, status: number, headers: Headers, context: EntryContext) => {
				const names = Object.keys(context.staticHandlerContext.loaderData ?? {});
				headers.set("Content-Type", "text/html");
				return new Response(`<p>${names}`, { status, headers });
			},
			handleError(error: unknown) {
				throw error;
			},
		},
	},
	routes: {
		root: { id: "root", path: "", module: { ...module, loader: loader("root") } },
		page: route("page", ":locale/petitions/:slug", { loader: loader("page") }),
		sign: route("sign", ":locale/petitions/:slug/sign", { action: loader("sign"), loader: loader("sign page") }),
		desk: route("desk", "organise/desk", { loader: loader("desk"), action: loader("decide") }),
		hook: { id: "hook", parentId: "root", path: "webhooks/x", module: { action: () => new Response("took it") } },
		count: { id: "count", parentId: "root", path: "count.json", module: { loader: () => Response.json({ count: 1 }) } },
		other: {
			id: "other",
			parentId: "root",
			path: "*",
			module: {
				loader: () => {
					throw new Response(null, { status: 404 });
				},
			},
		},
	},
	assets: { version: "1", entry: { module: "", imports: [] }, routes: {}, url: "" },
	publicPath: "/",
	assetsBuildDirectory: "",
	future: { v3_singleFetch: true, v3_throwAbortReason: true, v3_relativeSplatPath: true, v3_fetcherPersist: true },
	isSpaMode: false,
} as unknown as ServerBuild;

const remix = createRequestHandler(build, "production");
let door: OpenDoor;
beforeAll(async () => {
	door = await openDoor({ handle: (request) => remix(request, {} as never) });
});
afterAll(() => door.drain(1000));

async function ask(method: string, target: string, lines: string[] = []) {
	ran.length = 0;
	door.logged.length = 0;
	const head = [`${method} ${target} HTTP/1.1`, `Host: localhost:${door.port}`, "Connection: close", ...lines];
	if (method === "POST") head.push("Content-Type: application/x-www-form-urlencoded", "Content-Length: 3");
	const [answer] = await sendRaw(door.port, `${head.join("\r\n")}\r\n\r\n${method === "POST" ? "a=1" : ""}`);
	return { status: answer?.status, text: answer?.body.toString() ?? "", ran: [...ran], headers: answer?.headers };
}

const page = "/en/petitions/one";
const requests: [string, string, number, string[], string[]?][] = [
	["GET", page, 200, ["root", "page"]],
	["POST", `${page}/sign`, 200, ["sign", "root", "sign page"]],
	["POST", `${page}/sign`, 200, ["sign", "root", "sign page"], ["Origin: null"]],
	["POST", `${page}/sign`, 403, [], ["Origin: https://example.org"]],
	["POST", `${page}/sign`, 200, ["sign", "root", "sign page"], ["X-Forwarded-Host: example.org"]],
	["POST", `${page}/sign`, 200, ["sign", "root", "sign page"], ["Origin: null", "X-Forwarded-Host: nonsense, x"]],
	["POST", page, 405, []],
	["POST", "/count.json", 405, []],
	["POST", "/nowhere", 405, []],
	["POST", `${page}/sign?index`, 200, ["sign", "root", "sign page"]],
	["GET", "/webhooks/x", 400, []],
	["GET", "/nowhere", 404, []],
	["GET", `${page}.data`, 404, []],
	["POST", `${page}/sign.data`, 404, []],
	["GET", `${page}?_data=desk`, 200, ["root", "page"]],
	["GET", `${page}?_d%61ta=desk`, 200, ["root", "page"]],
	["POST", `${page}/sign?_data=desk`, 200, ["sign", "root", "sign page"]],
	["GET", `${page}?_routes=root`, 200, ["root", "page"]],
	["GET", "/__manifest?p=/organise", 404, []],
	["GET", "/_root.data", 404, []],
	["GET", "/organise/desk.data", 200, ["root", "desk"]],
	["POST", "/organise/desk", 403, []],
];

test.each(requests)("%s %s: %i, and only %j ran", async (method, target, status, expected, lines) => {
	const answer = await ask(method, target, lines);
	expect([answer.status, answer.ran.sort()]).toEqual([status, expected.sort()]);
	expect(door.logged).toEqual([]);
	expect(answer.text).not.toMatch(/route "|Unexpected Server Error|did not provide/);
	if (status === 405) expect(answer.headers?.get("allow")).toEqual(["GET, HEAD"]);
});

test("/organise takes a form from its own page", async () => {
	const answer = await ask("POST", "/organise/desk", [`Origin: http://localhost:${door.port}`]);
	expect([answer.status, answer.ran.sort()]).toEqual([200, ["decide", "desk", "root"]]);
});

test("without the front door the same requests are faults, or run what was not asked for", async () => {
	const bare = (target: string, headers: Record<string, string>, method = "POST") => {
		ran.length = 0;
		const body = method === "POST" ? new URLSearchParams("a=1") : null;
		return remix(
			new Request(`http://localhost${target}`, { method, headers: { host: "localhost", ...headers }, body }),
			{} as never,
		);
	};
	await expect(bare(`${page}/sign`, { origin: "null", "x-forwarded-host": "example.org" })).rejects.toThrow("`origin`");
	await expect(bare(`${page}/sign`, { origin: "https://example.org" })).rejects.toThrow("`origin`");
	await expect(bare(page, {})).rejects.toMatchObject({ status: 405 });
	const quiet = vi.spyOn(console, "error").mockImplementation(() => {});
	await expect(bare("/en/petitions/one.data", {}, "GET")).resolves.toMatchObject({ status: 200 });
	await expect(bare(`${page}?_data=desk`, {}, "GET")).rejects.toThrow();
	// The files after this one run in the same process.
	quiet.mockRestore();
});
