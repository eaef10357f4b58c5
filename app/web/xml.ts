/** A piece of XML, escaped where it came from outside. */
export class Xml {
	constructor(readonly text: string) {}
}

type Value = string | number | Xml | readonly Xml[];

/**
 * Builds XML 1.0: what stands in the template is markup; what is put into it is text or a value between double quotes,
 * and is escaped unless it is `Xml` itself. Control characters, which XML cannot hold at all, are left out.
 */
export function xml(markup: TemplateStringsArray, ...values: readonly Value[]): Xml {
	return new Xml(markup.map((piece, i) => piece + textOf(values[i] ?? "")).join(""));
}

const declaration = '<?xml version="1.0" encoding="utf-8"?>\n';

/** An answer with a whole document; the type is given with its charset, as readers of feeds trust it over the file. */
export function xmlResponse(document: Xml, type: string): Response {
	return new Response(declaration + document.text, { headers: { "Content-Type": `${type}; charset=utf-8` } });
}

function textOf(value: Value): string {
	if (value instanceof Xml) return value.text;
	if (typeof value === "object") return value.map(({ text }) => text).join("");
	return String(value)
		.replace(notXml, "")
		.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

// All that the Char production (XML 1.0 §2.2) does not have.
const notXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
