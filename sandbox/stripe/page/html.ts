import { type PageLanguage, say } from "./words.ts";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as it may stand in HTML, in an attribute too. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => escapes[character] ?? "");
}

/** A whole page of the sandbox around its content. @param main HTML */
export function htmlPage(language: PageLanguage, title: string, main: string): string {
	return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/sandbox.css">
</head>
<body>
<main>
<p class="note">${escapeHtml(say(language, "sandbox"))}</p>
${main}
</main>
</body>
</html>
`;
}

/** What the sandbox's pages look like: unlike the site's, so that nobody takes them for it. */
export const SANDBOX_CSS = `body { margin: 0; padding: 1rem; font: 1.125rem/1.5 sans-serif; color: #1a1a1a; background: #f4f4f6; }
main { max-width: 32rem; margin: 0 auto; padding: 1.5rem; background: #fff; border: 1px solid #c4c4cc; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; }
fieldset { margin: 1rem 0; border: 1px solid #c4c4cc; }
label { display: block; padding: 0.375rem 0; }
input[type="email"] { display: block; box-sizing: border-box; width: 100%; padding: 0.5rem; font: inherit; }
button { min-height: 2.75rem; padding: 0.5rem 1.5rem; font: inherit; }
.note { padding: 0.75rem; background: #fff3c4; }
.problem { padding: 0.75rem; border: 2px solid #b00020; }
`;

/** An amount of minor units as a person reads it. */
export function readable(language: PageLanguage, amount: number, currency: string): string {
	const format = new Intl.NumberFormat(language, { style: "currency", currency: currency.toUpperCase() });
	return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
