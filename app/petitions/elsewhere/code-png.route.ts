import type { LoaderFunctionArgs } from "@remix-run/node";
import { pngOf } from "#app/campaigns/card-png.server.ts";
import { codeDrawing } from "./code-drawing.server.ts";

/** `/q/{code}/qr.png`: the same for programs that take no SVG. */
export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const png = await pngOf(await codeDrawing(app, params, request.url));
	return new Response(new Uint8Array(png), { headers: { "Content-Type": "image/png" } });
}
