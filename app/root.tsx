import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
	isRouteErrorResponse,
	Links,
	Meta,
	Outlet,
	useLocation,
	useRouteError,
	useRouteLoaderData,
} from "@remix-run/react";
import { isLocale, type Locale, translator } from "./i18n/translate.ts";
import { ErrorPage } from "./ui/error-page.tsx";
import { Shell } from "./ui/shell.tsx";
import styles from "./ui/styles/index.css?url";

/** What every page says of the site itself; the same for all readers. */
export function loader({ context }: LoaderFunctionArgs) {
	return { demonstration: context.app.settings.demonstration };
}

export const meta: MetaFunction = () => [{ title: "Yntymaq" }];

export function links() {
	return [
		{ rel: "stylesheet", href: styles },
		{ rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
	];
}

/** The language of an address is its first segment. */
function useLocale(): Locale {
	const first = useLocation().pathname.split("/")[1];
	return isLocale(first) ? first : "en";
}

function Document({ children }: { children: React.ReactNode }) {
	return (
		<html lang={useLocale()}>
			<head>
				<meta charSet="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<Meta />
				<Links />
			</head>
			<body>{children}</body>
		</html>
	);
}

export default function Root() {
	return (
		<Document>
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
