import type { ActionFunctionArgs } from "@remix-run/node";
import { takeWebhook } from "./webhook.server.ts";

/** What a mail provider tells of mails that it took: believed when it is signed, and answered without a word. */
export async function action({ params, request, context: { app } }: ActionFunctionArgs) {
	const status = await takeWebhook(app, params.sender ?? "", request.headers, Buffer.from(await request.arrayBuffer()));
	return new Response(null, { status });
}

/** Nothing is here to be read. */
export function loader() {
	return new Response(null, { status: 404 });
}
