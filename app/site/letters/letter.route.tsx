import {
	type ActionFunctionArgs,
	data,
	type HeadersFunction,
	type LoaderFunctionArgs,
	type MetaFunction,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { cardMeta } from "#app/ui/meta.ts";
import { Shell } from "#app/ui/shell.tsx";
import { retryAfter, unlessAway } from "#app/web/away.ts";
import { readForm } from "#app/web/form.ts";
import { siteOrigin } from "#app/web/links.ts";
import { localeOf, refuse, seeOther } from "#app/web/page.ts";
import { sitePage } from "../site-page.server.ts";
import { SitePageArticle } from "../site-page.tsx";
import { emptyLetter, type LetterErrors, type LetterKind, letterKinds } from "./letter-fields.ts";
import { parseLetter, typedLetter } from "./parse-letter.ts";
import { pageOf, writeLetter } from "./write-letter.server.ts";

export async function action({ request, params, context: { app, visitor } }: ActionFunctionArgs) {
	const locale = localeOf(params);
	const kind = kindOf(request);
	const fields = await readForm(request);
	const parsed = parseLetter(fields, kind);
	if (!parsed.ok) return data({ values: parsed.values, errors: parsed.errors, notice: undefined }, 422);
	const errors: LetterErrors = {};
	const asTyped = { values: typedLetter(fields), errors };
	if (!app.limits.take(visitor.network, "letters"))
		return data({ ...asTyped, notice: "letter.too-many" as const }, 429);
	const written = await unlessAway(
		writeLetter(app.db, app.keys, {
			kind,
			locale,
			letter: parsed.letter,
			suspect: parsed.trap,
			committee: app.settings.COMMITTEE_KEY,
		}),
	);
	if (written === "away")
		return data({ ...asTyped, notice: "letter.away" as const }, { status: 503, headers: retryAfter });
	if (!written) throw refuse(409);
	throw seeOther(`/${locale}/${kind}/received`);
}

export async function loader({ params, request, context: { app } }: LoaderFunctionArgs) {
	const locale = localeOf(params);
	const kind = kindOf(request);
	const { settings, db } = app;
	const filled = await sitePage(db, settings, kind, locale, siteOrigin(settings, request.url));
	const page = new URL(request.url).searchParams.get("page") ?? "";
	return { locale, kind, about: pageOf(page) ? page : "", demonstration: settings.demonstration, ...filled };
}

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
	data ? cardMeta(data.locale, data.title, data.description) : [];

/** A page of the site with a form on it: something is wrong on a page, or a letter to the organisers. */
export default function LetterRoute() {
	const { kind, about, ...words } = useLoaderData<typeof loader>();
	const posted = useActionData<typeof action>();
	const values = posted?.values ?? { ...emptyLetter, page: about && `/${words.locale}/${about}` };
	const letter = { kind, values, errors: posted?.errors ?? {}, notice: posted?.notice };
	return (
		<Shell locale={words.locale} path={`/${kind}`} demonstration={words.demonstration}>
			<SitePageArticle {...words} letter={letter} />
		</Shell>
	);
}

function kindOf(request: Request): LetterKind {
	const name = new URL(request.url).pathname.split("/")[2];
	const kind = letterKinds.find((known) => known === name);
	if (!kind) throw refuse(404);
	return kind;
}
