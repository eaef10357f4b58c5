import { matchRoutes } from "@remix-run/react";
import type { App } from "#app/context.ts";
import { bestLocale, translator } from "#app/i18n/translate.ts";
import { errorPage } from "#app/web/error-page.ts";
import { refuse, seeOther } from "#app/web/page.ts";
import { publicSearch } from "#app/web/target.ts";
import { access, mayAnswer } from "./access.ts";
import { readCookie } from "./sign-in/cookies.ts";
import { findSession } from "./sign-in/sessions.server.ts";
import type { SignedIn } from "./signed-in.ts";

/** Somebody, or nobody yet where a page is for anyone. */
export interface LetIn {
	organiser?: SignedIn;
}

// The router's own matching decides: what it would take for an address is what the table is asked about.
const table = Object.keys(access).map((path) => ({ path }));

/**
 * Stands before every address under /organise. Where a post came from has been checked by the front door.
 * @returns who asks, or the answer that they get instead of the page
 */
export async function guard(app: App, request: Request): Promise<LetIn | Response> {
	const { pathname, search } = new URL(request.url);
	// Remix's own protocol would run loaders by their names; these pages do not speak it.
	if (/\.data\/*$/i.test(pathname) || publicSearch(search) !== search) return refuse(404);
	const match = matchRoutes(table, pathname)?.at(-1);
	const token = readCookie(request, "session");
	const organiser = token ? await findSession(app.db, app.keys, token) : null;
	const row = match && access[match.route.path];
	const asked = { row, post: request.method === "POST", slug: match?.params.slug, locked: organiser?.locked ?? false };
	switch (mayAnswer(asked, organiser)) {
		case "yes":
			return organiser ? { organiser } : {};
		case "nothing here":
			return refuse(404);
		case "sign in":
			return seeOther(`/organise/sign-in?${back(pathname, search)}`);
		case "not yours":
			return notYours(organiser, request);
		case "no post":
			return new Response(null, { status: 405, headers: { Allow: "GET, HEAD" } });
		case "locked":
			return seeOther("/organise/lock");
		case "step up":
			return seeOther(`/organise/step-up?${back(pathname, search)}`);
	}
}

function back(pathname: string, search: string): URLSearchParams {
	return new URLSearchParams({ back: `${pathname}${search}` });
}

/** What is there is no secret from who belongs to the campaign; that it is not theirs is said plainly. */
function notYours(organiser: SignedIn | null, request: Request): Response {
	const locale = organiser?.locale ?? bestLocale(request.headers.get("Accept-Language"));
	const t = translator(locale);
	const words = {
		title: t("organise.not-yours.title"),
		text: t("organise.not-yours.text"),
		home: t("organise.desk"),
		homeAddress: "/organise",
	};
	return new Response(errorPage(locale, 403, words), {
		status: 403,
		headers: { "Content-Type": "text/html; charset=utf-8" },
	});
}
