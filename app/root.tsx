import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
	isRouteErrorResponse,
	Links,
	Meta,
	Outlet,
	useLoaderData,
	useLocation,
	useMatches,
	useRouteError,
	useRouteLoaderData,
} from "@remix-run/react";
import { bestLocale, fallbackLocale, isLocale, type Locale, locales, translator } from "./i18n/translate.ts";
import { ErrorPage } from "./ui/error-page.tsx";
import { Findable } from "./ui/findable.tsx";
import display from "./ui/fonts/piazzolla-800.woff2?url";
import { Shell } from "./ui/shell.tsx";
import styles from "./ui/styles/index.css?url";
import { profileOf } from "./web/header-profiles.ts";
import { siteOrigin } from "./web/links.ts";
import { isOrganise } from "./web/target.ts";

/** What every page says of the site itself; the same for all readers. */
export function loader({ request, context: { app, method, organiser } }: LoaderFunctionArgs) {
	const { pathname } = new URL(request.url);
	return {
		/** Of an organiser's page, whose address has none. */
		locale: isOrganise(pathname) ? (organiser?.locale ?? bestLocale(request.headers.get("Accept-Language"))) : null,
		demonstration: app.settings.demonstration,
		origin: siteOrigin(app.settings, request.url),
		/** The page may be found by others: it is nobody's alone. */
		findable: profileOf({ method, pathname, status: 200 }) === "public" && isLocale(pathname.split("/")[1]),
	};
}

/** What a route may say of itself in `handle`. */
export interface PageHandle {
	/** The address after the language under which the page is to be found, where it is not its own; null for none. */
	canonical?(data: unknown): string | null;
	/** The languages that the page is in, where they are not all. */
	languages?(data: unknown): readonly string[];
	/** The language that a page is in whose address has none. */
	locale?(data: unknown): Locale;
}

export const meta: MetaFunction = () => [{ title: "Yntymaq" }];

export function links() {
	return [{ rel: "icon", href: "/favicon.svg", type: "image/svg+xml" }];
}

/** The language of an address is its first segment; an organiser's pages have theirs. */
function useLocale(): Locale {
	const first = useLocation().pathname.split("/")[1];
	const site = useRouteLoaderData<typeof loader>("root");
	const page = useMatches().at(-1);
	if (isLocale(first)) return first;
	const { locale } = (page?.handle ?? {}) as PageHandle;
	return (page?.data ? locale?.(page.data) : undefined) ?? site?.locale ?? fallbackLocale;
}

/** The look of public pages and of errors; organisers' pages bring their own. */
function Look() {
	return (
		<>
			{/* Asked for early, it is there by the first paint wherever the network is good. */}
			<link rel="preload" href={display} as="font" type="font/woff2" crossOrigin="anonymous" />
			<link rel="stylesheet" href={styles} />
		</>
	);
}

/** The languages that this page is in. */
function usePageLanguages(): Locale[] {
	const page = useMatches().at(-1);
	const { languages } = (page?.handle ?? {}) as PageHandle;
	const spoken = languages?.(page?.data) ?? locales;
	return locales.filter((locale) => spoken.includes(locale));
}

/** The address of this page after its language, as search engines and messengers are to know it; null for none. */
function useCanonicalPath(): string | null {
	const own = useLocation().pathname.replace(/^\/[^/]+|\/+$/g, "");
	const page = useMatches().at(-1);
	const { canonical } = (page?.handle ?? {}) as PageHandle;
	return canonical ? canonical(page?.data) : own;
}

interface DocumentProps {
	children: React.ReactNode;
	head?: React.ReactNode;
	look?: React.ReactNode;
}

function Document({ children, head, look = <Look /> }: DocumentProps) {
	return (
		<html lang={useLocale()}>
			<head>
				<meta charSet="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<Meta />
				{look}
				<Links />
				{head}
			</head>
			<body>{children}</body>
		</html>
	);
}

export default function Root() {
	const { origin, findable, locale: organise } = useLoaderData<typeof loader>();
	const locale = useLocale();
	const path = useCanonicalPath();
	const languages = usePageLanguages();
	return (
		<Document
			look={organise ? null : undefined}
			head={findable && path !== null && <Findable origin={origin} locale={locale} path={path} languages={languages} />}
		>
			<Outlet />
		</Document>
	);
}

export function ErrorBoundary() {
	const error = useRouteError();
	const locale = useLocale();
	const site = useRouteLoaderData<typeof loader>("root");
	if (!isRouteErrorResponse(error)) throw error;
	return (
		<Document>
			<Shell locale={locale} path="" demonstration={site?.demonstration ?? false}>
				<ErrorPage t={translator(locale)} locale={locale} status={error.status} />
			</Shell>
		</Document>
	);
}
