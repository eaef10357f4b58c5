import type { LoaderFunctionArgs } from "@remix-run/node";

/** The process can serve: Postgres answers. */
export async function loader({ context: { app } }: LoaderFunctionArgs) {
	const ready = await app.ready();
	return new Response(ready ? "ready\n" : "Postgres does not answer\n", {
		status: ready ? 200 : 503,
		headers: { "Content-Type": "text/plain", ...(ready ? {} : { "Retry-After": "5" }) },
	});
}
