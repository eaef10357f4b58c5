import { createHash, timingSafeEqual } from "node:crypto";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { refuse } from "#app/web/page.ts";

/** For Prometheus: on this machine, or with METRICS_TOKEN (RFC 6750). To everybody else there is no such address. */
export async function loader({ request, context: { app, visitor } }: LoaderFunctionArgs) {
	if (!visitor.local && !bears(request, app.settings.METRICS_TOKEN)) throw refuse(404);
	const { text, type } = await app.metrics.read();
	return new Response(text, { headers: { "Content-Type": type } });
}

function bears(request: Request, token: string | undefined): boolean {
	const sent = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
	return token !== undefined && sent !== undefined && timingSafeEqual(digest(sent), digest(token));
}

/** Of one length, whatever was sent. */
const digest = (text: string) => createHash("sha256").update(text).digest();
