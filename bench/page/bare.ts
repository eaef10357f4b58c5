import { createServer } from "node:http";

/** What a bare server answers at one path. */
export interface BareAnswer {
	path: string;
	/** Name, value, name, value; node adds Date, Connection and Keep-Alive by itself. */
	headers: string[];
	/** In base64. */
	body: string;
}

/** The ceiling: `node:http` that writes the same headers and bytes at each path and looks at nothing else. */
export async function run({ answers }: { answers: readonly BareAnswer[] }): Promise<void> {
	const known = new Map(
		answers.map(({ path, headers, body }) => [path, { headers, body: Buffer.from(body, "base64") }]),
	);
	const server = createServer({ keepAliveTimeout: 10_000 }, (request, response) => {
		const answer = known.get(request.url ?? "");
		response.writeHead(answer ? 200 : 404, answer?.headers);
		response.end(answer?.body);
	});
	server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
}
