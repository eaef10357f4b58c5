import type { LoaderFunctionArgs } from "@remix-run/node";
import { addressOf } from "#app/campaigns/address-of.server.ts";
import { download, streamOf } from "#app/web/download.ts";
import { localeOf, refuse } from "#app/web/page.ts";
import { fileOf } from "./file.ts";
import { everythingHeld } from "./held.server.ts";
import { mayDownload } from "./may-download.ts";

/** What is held as a file (docs/my.md), where one is offered. */
export async function loader({ params, context: { app } }: LoaderFunctionArgs) {
	const email = await addressOf(app.db, app.keys, params.token ?? "");
	if (!email) throw refuse(404);
	const held = await everythingHeld(app.db, app.keys, app.addressKey, email, localeOf(params));
	if (!mayDownload(held)) throw refuse(409);
	return download("data.json", "application/json", streamOf(pieces(fileOf(held))));
}

async function* pieces(text: string) {
	yield text;
}
