import type { ActionFunctionArgs } from "@remix-run/node";
import { takeEvent } from "./webhook.server.ts";

/** What Stripe tells: written down when it is signed, worked on later by the worker, and answered without a word. */
export async function action({ request, context: { app } }: ActionFunctionArgs) {
	const { db, keys, stripe } = app;
	if (!stripe) return new Response(null, { status: 404 });
	const body = Buffer.from(await request.arrayBuffer());
	return new Response(null, {
		status: await takeEvent(db, keys, stripe, body, request.headers.get("stripe-signature")),
	});
}

/** Nothing is here to be read. */
export function loader() {
	return new Response(null, { status: 404 });
}
