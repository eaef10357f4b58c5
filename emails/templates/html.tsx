import { renderToStaticMarkup } from "react-dom/server";
import type { Block, WrittenMail } from "./blocks.ts";
import { markdownHtml } from "./prose.ts";

// Mail clients drop style sheets, so each element carries its own; no picture, nothing is fetched.
const font = { fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif" };
const text = { ...font, fontSize: "16px", lineHeight: "1.5", margin: "0 0 16px" };
const small = { ...text, fontSize: "14px" };
const quotation = { borderLeft: "4px solid #1f3a5f", paddingLeft: "16px", whiteSpace: "pre-line" } as const;
const proseStyles = {
	p: "font-size:16px;line-height:1.5;margin:0 0 16px",
	h1: "font-size:20px;line-height:1.3;margin:24px 0 12px",
	h2: "font-size:18px;line-height:1.3;margin:24px 0 12px",
	h3: "font-size:16px;line-height:1.3;margin:24px 0 12px",
	ul: "font-size:16px;line-height:1.5;margin:0 0 16px;padding-left:24px",
	ol: "font-size:16px;line-height:1.5;margin:0 0 16px;padding-left:24px",
	blockquote: "border-left:4px solid #1f3a5f;margin:0 0 16px;padding-left:16px",
	a: "color:#1f3a5f",
};
const button = {
	...font,
	backgroundColor: "#1f3a5f",
	borderRadius: "4px",
	color: "#ffffff",
	display: "inline-block",
	fontSize: "16px",
	padding: "12px 24px",
	textDecoration: "none",
};

// Read by lists of mails, not by whoever opens one.
const unseen = { display: "none", maxHeight: "0", overflow: "hidden" };

/** Draws a mail as a whole HTML page in its language. */
export function htmlOf(mail: WrittenMail, locale: string): string {
	return `<!DOCTYPE html>${renderToStaticMarkup(<Page {...mail} locale={locale} />)}`;
}

function Page({ subject, preheader, blocks, locale }: WrittenMail & { locale: string }) {
	return (
		<html lang={locale}>
			<head>
				<meta charSet="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<title>{subject}</title>
			</head>
			<body style={{ margin: "0 auto", maxWidth: "560px", padding: "24px" }}>
				{preheader && <div style={unseen}>{preheader}</div>}
				{blocks.map((block) => (
					<Drawn key={JSON.stringify(block)} block={block} />
				))}
			</body>
		</html>
	);
}

function Drawn({ block }: { block: Block }) {
	switch (block.kind) {
		case "heading":
			return <h1 style={{ ...text, fontSize: "20px" }}>{block.text}</h1>;
		case "paragraph":
			return <p style={text}>{block.text}</p>;
		case "prose":
			return <div style={font} dangerouslySetInnerHTML={{ __html: markdownHtml(block.markdown, proseStyles) }} />;
		case "lines":
			return <p style={{ ...text, whiteSpace: "pre-line" }}>{block.text}</p>;
		case "quotation":
			return (
				<>
					<p style={small}>{block.by}</p>
					<blockquote lang={block.language} style={{ ...text, ...quotation }}>
						{block.text}
					</blockquote>
				</>
			);
		case "action":
			return <Action label={block.label} href={block.href} />;
		case "link":
			return <Later label={block.label} href={block.href} />;
		case "note":
			return <p style={small}>{block.text}</p>;
	}
}

function Action({ label, href }: { label: string; href: string }) {
	return (
		<>
			<p style={text}>
				<a href={href} style={button}>
					{label}
				</a>
			</p>
			<p style={{ ...small, wordBreak: "break-all" }}>{href}</p>
		</>
	);
}

function Later({ label, href }: { label: string; href: string }) {
	return (
		<p style={small}>
			{label}
			<br />
			<a href={href} style={{ wordBreak: "break-all" }}>
				{href}
			</a>
		</p>
	);
}
