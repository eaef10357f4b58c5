import type { LoaderFunctionArgs } from "@remix-run/node";
import { refuse } from "./page.ts";

export function loader({ context: { app } }: LoaderFunctionArgs) {
	if (!app.mailbox) throw refuse(404);
	return Response.json(app.mailbox.list());
}
