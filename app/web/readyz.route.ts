import type { LoaderFunctionArgs } from "@remix-run/node";
import { sql } from "kysely";

/** The process can serve: Postgres answers. */
export async function loader({ context: { app } }: LoaderFunctionArgs) {
	const ready = await sql`select 1`.execute(app.db).then(
		() => true,
		() => false,
	);
	return new Response(ready ? "ready\n" : "Postgres does not answer\n", {
		status: ready ? 200 : 503,
		headers: { "Content-Type": "text/plain", ...(ready ? {} : { "Retry-After": "5" }) },
	});
}
