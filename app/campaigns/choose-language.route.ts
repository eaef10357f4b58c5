import type { LoaderFunctionArgs } from "@remix-run/node";
import { bestLocale } from "#app/i18n/translate.ts";

/** `/` leads to the reader's language, this once: the same address may lead elsewhere another day. */
export function loader({ request }: LoaderFunctionArgs) {
	const locale = bestLocale(request.headers.get("Accept-Language"));
	return new Response(null, { status: 302, headers: { Location: `/${locale}` } });
}
