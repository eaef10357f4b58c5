import { type Locale, translator } from "#app/i18n/translate.ts";
import stylesheet from "./styles/embed.css?url";

interface EmbedDocumentProps {
	locale: Locale;
	/** What the page is called where only that is seen: neutral in Russian and Kazakh (`titleOf`). */
	title: string;
	demonstration: boolean;
	children: React.ReactNode;
}

/** A whole page for a frame on another site: no form, no script, no cookie, one style sheet of its own. */
export function EmbedDocument({ locale, title, demonstration, children }: EmbedDocumentProps) {
	return (
		<html lang={locale}>
			<head>
				<meta charSet="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<meta name="robots" content="noindex" />
				<title>{title}</title>
				<link rel="stylesheet" href={stylesheet} />
			</head>
			<body>
				<main>
					{children}
					<p className="note">Yntymaq{demonstration && `. ${translator(locale)("shell.demonstration")}`}</p>
				</main>
			</body>
		</html>
	);
}

interface AwayProps {
	locale: Locale;
	/** On this site, its scheme and host with it: a frame may be shown from elsewhere. */
	href: string;
	className?: string;
	children: React.ReactNode;
}

/** A link out of the frame: in a window of its own, which cannot reach back to the site around the frame. */
export function Away({ locale, href, className, children }: AwayProps) {
	return (
		<a href={href} className={className} target="_blank" rel="noopener" title={translator(locale)("embed.new-window")}>
			{children}
		</a>
	);
}
