import type { LoaderFunctionArgs } from "@remix-run/node";
import { codeDrawing } from "./code-drawing.server.ts";

/** `/q/{code}/qr.svg`: a code as it is printed. */
export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const svg = await codeDrawing(app, params, request.url);
	return new Response(svg.text, { headers: { "Content-Type": "image/svg+xml" } });
}
