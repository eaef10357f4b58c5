import type { Params } from "@remix-run/react";
import type { App } from "#app/context.ts";
import { fallbackLocale } from "#app/i18n/translate.ts";
import { siteOrigin } from "#app/web/links.ts";
import { refuse } from "#app/web/page.ts";
import { qrSvg } from "#app/web/qr.ts";
import type { Xml } from "#app/web/xml.ts";
import { codeOf } from "./code.ts";
import { findCode } from "./find-code.server.ts";

/** The QR code of the code in an address. @throws a 404 where nothing public has it */
export async function codeDrawing(app: App, params: Params, requestUrl: string): Promise<Xml> {
	const code = codeOf(params);
	if (!(await findCode(app.db, code, fallbackLocale))) throw refuse(404);
	return qrSvg(`${siteOrigin(app.settings, requestUrl)}/q/${code}`);
}
